"""The encoders' torchvision checkpoints, brought to the form and the measure of ``vgg19``.

torchvision's networks take RGB 0..1 less a mean, over a standard deviation, and their activations
are some hundred times smaller than those of the original VGG-19, in each layer by a ratio of its
own. A loss that weighs activations would weigh differently with each of them. But layers of
convolution and ReLU are positively homogeneous: scaling a layer's kernels and bias scales its
activations, and the next layer's kernels can undo it. So each layer is given the original's mean
activation, as Gatys et al. (2015) normalise theirs; what the network tells apart is unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, conv2d, relu_

from segstyle_core.weights.catalogue import Weights

__all__ = ["TYPICAL", "convert", "sample_pictures"]

TYPICAL = {
    "conv1_1": 24.476,
    "conv1_2": 109.496,
    "conv2_1": 102.908,
    "conv2_2": 91.722,
    "conv3_1": 74.443,
    "conv3_2": 90.973,
    "conv3_3": 198.498,
    "conv3_4": 255.64,
    "conv4_1": 224.417,
    "conv4_2": 140.609,
    "conv4_3": 73.91,
    "conv4_4": 16.233,
    "conv5_1": 10.078,
    "conv5_2": 3.664,
    "conv5_3": 1.451,
    "conv5_4": 0.181,
}
"""The original VGG-19's mean activations over ``sample_pictures``, halving by averages."""

Layers = dict[str, tuple[Tensor, Tensor]]


def convert(source: Path, target: Path, weights: Weights) -> None:
    """Write ``conv1_1.weight`` float32 (out, in, 3, 3) for BGR 0..255, ``conv1_1.bias`` …, and
    ``mean`` (3), what is taken off the input.

    The source is the ``state_dict`` of a VGG network of torchvision's, with or without batch
    norm. Its classifier is left out. Only tensors are unpickled.
    """
    tensors = torch.load(source, map_location="cpu", weights_only=True)
    layers = _convolutions(tensors)
    spread = torch.tensor(weights.input.std).view(1, 3, 1, 1)
    kernel, bias = layers["conv1_1"]
    layers["conv1_1"] = (kernel / spread, bias)
    mean = torch.tensor(weights.input.mean)
    arrays = {"mean": mean.flip(0).numpy()}
    for layer, (kernel, bias) in _measured(layers, mean).items():
        turned = kernel.flip(1) if layer == "conv1_1" else kernel
        arrays[f"{layer}.weight"] = np.ascontiguousarray(turned.numpy())
        arrays[f"{layer}.bias"] = bias.numpy()
    with target.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def sample_pictures() -> list[Tensor]:
    """scikit-learn's two photos at half their size, float32 (1, 3, 213, 320), RGB 0..255."""
    from sklearn.datasets import load_sample_images

    return [
        avg_pool2d(torch.tensor(photo).permute(2, 0, 1)[None].float(), 2)
        for photo in load_sample_images().images
    ]


def _convolutions(tensors: Mapping[str, Tensor]) -> Layers:
    """Kernels and biases by layer, with what batch norm does to them.

    ``features.N`` counts every operation: a convolution that is further from the one before than
    its batch norm and ReLU begins a new block.
    """
    numbers = sorted(
        int(name.split(".")[1])
        for name, tensor in tensors.items()
        if name.startswith("features.") and tensor.ndim == 4
    )
    normed = "features.1.running_var" in tensors
    found: Layers = {}
    block, inside, last = 1, 0, 0
    for number in numbers:
        if number - last > (3 if normed else 2):
            block, inside = block + 1, 0
        inside, last = inside + 1, number
        kernel, bias = (tensors[f"features.{number}.{part}"] for part in ("weight", "bias"))
        if normed:
            kernel, bias = _folded(kernel, bias, tensors, f"features.{number + 1}")
        found[f"conv{block}_{inside}"] = (kernel, bias)
    return found


def _folded(
    kernel: Tensor, bias: Tensor, tensors: Mapping[str, Tensor], norm: str
) -> tuple[Tensor, Tensor]:
    """A convolution with the batch norm behind it (Ioffe and Szegedy 2015), as it is in use.

    γ (K x + b − μ) / √(σ² + ε) + β.
    """
    gain = tensors[f"{norm}.weight"] / torch.sqrt(tensors[f"{norm}.running_var"] + 1e-5)
    shifted = (bias - tensors[f"{norm}.running_mean"]) * gain + tensors[f"{norm}.bias"]
    return kernel * gain.view(-1, 1, 1, 1), shifted


@torch.no_grad()
def _measured(layers: Layers, mean: Tensor) -> Layers:
    """The same network with each layer's mean activation that of TYPICAL."""
    pictures = [picture - mean.view(1, 3, 1, 1) for picture in sample_pictures()]
    found: Layers = {}
    before = 1.0
    for layer, (kernel, bias) in layers.items():
        if layer.endswith("_1") and layer != "conv1_1":
            pictures = [avg_pool2d(picture, 2) for picture in pictures]
        kernel = kernel / before
        pictures = [relu_(conv2d(picture, kernel, bias, padding=1)) for picture in pictures]
        level = sum(float(picture.mean()) for picture in pictures) / len(pictures)
        scale = TYPICAL[layer] / level
        pictures = [picture * scale for picture in pictures]
        found[layer] = (kernel * scale, bias * scale)
        before = scale
    return found
