"""From a checkpoint and the name of its architecture to an entry of the user's catalogue."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from segstyle_core.errors import BadInputError
from segstyle_core.progress import Progress, check
from segstyle_core.weights.classes import class_names
from segstyle_core.weights.own_network import Triple, describe
from segstyle_core.weights.store import Store

if TYPE_CHECKING:
    from torch import nn

__all__ = ["DECODERS", "ENCODERS", "TORCHVISION", "Exported", "export_onnx"]

TORCHVISION = (
    *("fcn_resnet50", "fcn_resnet101", "deeplabv3_resnet50", "deeplabv3_resnet101"),
    *("deeplabv3_mobilenet_v3_large", "lraspp_mobilenet_v3_large"),
)
ENCODERS = (
    *("mobilenetv2dilated", "resnet18", "resnet18dilated", "resnet50", "resnet50dilated"),
    *("resnet101", "resnet101dilated", "resnext101", "hrnetv2"),
)
DECODERS = ("c1", "c1_deepsup", "ppm", "ppm_deepsup", "upernet_lite", "upernet")

IMAGENET_MEAN: Triple = (123.675, 116.28, 103.53)
IMAGENET_STD: Triple = (58.395, 57.12, 57.375)


@dataclass(frozen=True)
class Exported:
    """What came of it: the new entry's id, and ONNX Runtime's largest difference to torch."""

    id: str
    difference: float


def export_onnx(
    checkpoint: Path,
    arch: str,
    id: str | None,
    classes: Path | None,
    store: Store,
    progress: Progress,
) -> Exported:
    """Write the network as ONNX into the store, once the two are seen to compute the same.

    Args:
        checkpoint: torchvision's file; CSAIL's encoder beside its decoder, or their folder.
        arch: one of ``TORCHVISION``, or an encoder and a decoder with ``+`` between them.
        id: of the new entry; None makes one of the architecture's name.
        classes: a file of their names, one a line; None for ADE20K's 150 or VOC's 21.
        store: where it goes.
        progress: told how far it is.

    Raises:
        BadInputError: the architecture is not known, the checkpoint is none or does not fit.
        WeightsError: the id is taken; torch and ONNX Runtime do not agree.
        CoreFailureError: a package is missing.
        CancelledError: the user does not want to go on.
    """
    arch = arch.removeprefix("torchvision:")
    _insist_on_known(arch)
    id = id or arch
    store.insist_on_free(id, f"{id}.onnx")
    check(progress, 0.0, f"Reading {checkpoint.name}")
    network, count = _load(arch, checkpoint)
    names = class_names(count, classes)

    from segstyle_core.weights.export.onnx_file import Agreement, write

    agreement = Agreement(network)
    with tempfile.TemporaryDirectory(prefix="segstyle-export-") as folder:
        file = Path(folder) / f"{id}.onnx"
        check(progress, 0.1, f"Writing {arch} as ONNX")
        write(network, file, {"classes": names, "mean": IMAGENET_MEAN, "std": IMAGENET_STD})
        check(progress, 0.8, "Comparing ONNX Runtime with torch")
        difference = agreement.insist(file)
        entry = describe(file, id, None, None, None)
        told = {
            "title": f"{arch}, {count} classes",
            "source": f"{checkpoint.name}, exported on this machine",
        }
        store.adopt(entry.model_copy(update=told), file)
    check(progress, 1.0, f"{id} is ready")
    return Exported(id, difference)


def _insist_on_known(arch: str) -> None:
    encoder, _, decoder = arch.partition("+")
    if arch not in TORCHVISION and not (encoder in ENCODERS and decoder in DECODERS):
        raise BadInputError(
            f"There is no architecture “{arch}”.",
            f"Use one of torchvision's ({', '.join(TORCHVISION)}), or ENCODER+DECODER of "
            f"CSAIL's ({', '.join(ENCODERS)}; {', '.join(DECODERS)}).",
        )


def _load(arch: str, checkpoint: Path) -> tuple[nn.Module, int]:
    encoder, plus, decoder = arch.partition("+")
    if plus:
        from segstyle_core.weights.export import csail_networks

        return csail_networks.network(encoder, decoder, checkpoint)
    from segstyle_core.weights.export import torchvision_networks

    return torchvision_networks.network(arch, checkpoint)
