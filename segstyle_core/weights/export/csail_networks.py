"""CSAIL's pairs of encoder and decoder for ADE20K, filled from their two checkpoints.

Zhou et al., "Semantic Understanding of Scenes through the ADE20K Dataset" (2018); the
architectures are those of the package ``mit_semseg``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from torch import Tensor, nn

from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.weights.export.checkpoints import count_of, fill, read_state

try:
    from mit_semseg.models import ModelBuilder, hrnet, mobilenet, resnet, resnext
    from mit_semseg.models import models as architectures
except ImportError as error:
    raise CoreFailureError(
        f"CSAIL's architectures need the package mit-semseg, which is not here ({error}).",
        f"Install it without what it depends on: "
        f"{sys.executable} -m pip install --no-deps mit-semseg==1.0.0",
    ) from error

__all__ = ["network"]

_CHANNELS = {"mobilenetv2": 320, "resnet18": 512, "hrnetv2": 720}
_MOST_CHANNELS = 2048
_FILES = {"mobilenetv2": mobilenet, "hrnetv2": hrnet, "resnext101": resnext}
_STRIDE = 8


class _Logits(nn.Module):
    """Logarithms of class probabilities (1, classes, h, w), at the network's own stride.

    They are logits as good as any: what the logarithm takes off is the same for all classes, so
    the probabilities of enlarged ones are those of the decoder's own enlarged scores.
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def forward(self, image: Tensor) -> Tensor:
        result = self.decoder(self.encoder(image, return_feature_maps=True))
        logits: Tensor = result[0] if isinstance(result, tuple) else result
        return logits


def network(encoder: str, decoder: str, checkpoint: Path) -> tuple[nn.Module, int]:
    """The pair with the checkpoints' weights, and how many classes it knows.

    Args:
        encoder: such as ``resnet50dilated``.
        decoder: such as ``ppm_deepsup``.
        checkpoint: a folder with one ``encoder_*.pth`` and one ``decoder_*.pth``, or the former.

    Raises:
        BadInputError: the files are not there, are no checkpoints, or do not fit.
    """
    encoder_file, decoder_file = _files(checkpoint)
    eyes = _encoder(encoder)
    fill(eyes, read_state(encoder_file), encoder_file, encoder)
    state = read_state(decoder_file)
    count = count_of(state, _last_layer(decoder), decoder_file, decoder)
    channels = _CHANNELS.get(encoder.removesuffix("dilated"), _MOST_CHANNELS)
    mind = ModelBuilder.build_decoder(decoder, channels, count)
    fill(mind, state, decoder_file, decoder)
    return _Logits(eyes, mind), count


def _encoder(name: str) -> nn.Module:
    trunk_name = name.removesuffix("dilated")
    trunk: nn.Module = getattr(_FILES.get(trunk_name, resnet), trunk_name)(pretrained=False)
    if trunk_name == "hrnetv2":
        return trunk
    if trunk_name == "mobilenetv2":
        wrapped: nn.Module = architectures.MobileNetV2Dilated(trunk, _STRIDE)
    elif name == trunk_name:
        wrapped = architectures.Resnet(trunk)
    else:
        wrapped = architectures.ResnetDilated(trunk, _STRIDE)
    return wrapped


def _last_layer(decoder: str) -> str:
    if decoder.startswith("c1"):
        return "conv_last.weight"
    return "conv_last.1.weight" if decoder.startswith("upernet") else "conv_last.4.weight"


def _files(checkpoint: Path) -> tuple[Path, Path]:
    if checkpoint.is_dir():
        encoders = sorted(checkpoint.glob("encoder_*.pth"))
        decoders = sorted(checkpoint.glob("decoder_*.pth"))
    else:
        decoder = checkpoint.with_name(checkpoint.name.replace("encoder_", "decoder_", 1))
        encoders = [checkpoint] if checkpoint.is_file() else []
        decoders = [decoder] if decoder != checkpoint and decoder.is_file() else []
    if len(encoders) != 1 or len(decoders) != 1:
        raise BadInputError(
            f"There is no single pair encoder_*.pth and decoder_*.pth at {checkpoint}.",
            "Name the folder that holds the two, or the encoder's file beside its decoder's.",
        )
    return encoders[0], decoders[0]
