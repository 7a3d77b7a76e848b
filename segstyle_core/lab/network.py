"""An encoder as captum needs it: a module for each step, and a score for each target."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from segstyle_core.errors import BadInputError
from segstyle_core.style.encoder import LAYERS

__all__ = ["Classifier", "Scored", "class_number", "encoder_network"]

_MEAN_BGR = np.array([103.939, 116.779, 123.68], np.float32)


class Scored(nn.Module):
    """Pictures (N, 3, H, W), RGB 0..1, to scores (N, channels): a layer's mean activations.

    Args:
        features: what makes a layer's activations of pictures as the network wants them.
        mean: (3), RGB 0..255, what it wants taken off.
        last: the convolution of the layer, for Grad-CAM.
    """

    def __init__(self, features: nn.Sequential, mean: Tensor, last: nn.Module) -> None:
        super().__init__()
        self.features, self.last = features, last
        self.mean = nn.Buffer(mean.view(1, 3, 1, 1))

    def forward(self, pictures: Tensor) -> Tensor:
        """The scores."""
        seen: Tensor = self.features(pictures * 255.0 - self.mean)
        return seen.mean(dim=(2, 3))


class Classifier(nn.Module):
    """torchvision's VGG-19 whole: pictures (N, 3, H, W), RGB 0..1, to (N, 1000) scores.

    Args:
        weights: its state dict; only tensors are unpickled.
    """

    def __init__(self, weights: Path) -> None:
        super().__init__()
        from torchvision.models import vgg19
        from torchvision.transforms import Normalize

        network = vgg19(weights=None)
        network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
        for module in network.modules():
            if isinstance(module, nn.ReLU):
                module.inplace = False
        self.network = network.eval()
        self.normalised = Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
        self.last = next(m for m in reversed(network.features) if isinstance(m, nn.Conv2d))

    def forward(self, pictures: Tensor) -> Tensor:
        """The scores."""
        scores: Tensor = self.network(self.normalised(pictures))
        return scores


def class_number(word: str) -> int:
    """The place of an ImageNet class, given its name or its number.

    Raises:
        BadInputError: there is none of that name.
    """
    from torchvision.models import VGG19_Weights

    names = [str(name) for name in VGG19_Weights.IMAGENET1K_V1.meta["categories"]]
    if word.isdecimal() and int(word) < len(names):
        return int(word)
    folded = [name.casefold() for name in names]
    if word.casefold() in folded:
        return folded.index(word.casefold())
    near = [name for name in names if word.casefold() in name.casefold()][:6]
    advice = f"Did you mean: {', '.join(near)}?" if near else "Use one of ImageNet's 1000 names."
    raise BadInputError(f"There is no class “{word}”.", advice)


def encoder_network(weights: Path, layer: str) -> Scored:
    """The encoder in a file of weights, up to a layer, in float32, halving by averages.

    Raises:
        BadInputError: the encoder has no such layer.
    """
    with np.load(weights) as arrays:
        if f"{layer}.weight" not in arrays:
            raise BadInputError(f"The network has no layer “{layer}”.", "Use one such as conv4_2.")
        steps: list[nn.Module] = []
        for name in LAYERS[: LAYERS.index(layer) + 1]:
            if f"{name}.weight" not in arrays:
                continue
            if name.endswith("_1") and name != LAYERS[0]:
                steps.append(nn.AvgPool2d(2))
            kernel = torch.from_numpy(arrays[f"{name}.weight"])
            kernel = kernel.flip(1) if name == LAYERS[0] else kernel
            last = _convolution(kernel, torch.from_numpy(arrays[f"{name}.bias"]))
            steps += [last, nn.ReLU()]
        mean = torch.from_numpy(np.array(arrays.get("mean", _MEAN_BGR))).flip(0).float()
    return Scored(nn.Sequential(*steps), mean, last).eval()


def _convolution(kernel: Tensor, bias: Tensor) -> nn.Conv2d:
    made = nn.Conv2d(kernel.shape[1], kernel.shape[0], kernel.shape[2], padding=1)
    made.load_state_dict({"weight": kernel, "bias": bias})
    return made
