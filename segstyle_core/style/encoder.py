"""A VGG network as an encoder: a picture in, the activations of the layers asked for out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, max_pool2d, relu

from segstyle_core.style.convolution import Convolution

__all__ = ["LAYERS", "Encoder", "halvings", "reach", "sizes", "to_pixels", "to_tensor"]

_BLOCKS = (2, 2, 4, 4, 4)

LAYERS = tuple(f"conv{b}_{i}" for b, n in enumerate(_BLOCKS, 1) for i in range(1, n + 1))
"""VGG-19's, named as in Gatys et al.: a layer's activation is taken after its ReLU. Those of the
smaller networks are among them."""

_BY_MAXIMUM = (1.0, 1.28, 1.85, 2.45, 4.8)
"""How much larger each block's activations are (root mean square over photos and paintings) when
the network halves by maximum instead of by average."""

_POOLINGS: dict[str, Callable[..., Tensor]] = {"average": avg_pool2d, "max": max_pool2d}
_MEAN_BGR = np.array([103.939, 116.779, 123.68], np.float32)


class Encoder:
    """A VGG network (Simonyan and Zisserman 2014) up to the deepest layer used.

    It may halve by averages, as Gatys et al. (2015) prefer for synthesis, or by maximum, as it was
    trained. By eye, with our losses, maximum makes crisper strokes without a fine ripple.

    Args:
        weights: an ``.npz`` with ``conv1_1.weight`` (O, I, 3, 3), ``conv1_1.bias`` … for BGR input
            0..255, and ``mean`` (3), what is taken off it; without, the original networks' mean.
        layers: the layers whose activations are wanted, all of them among the network's.
        device, dtype: where, and in which number format, the convolutions run.
        pooling: "average" or "max".
        evened: with maximum pooling, divide each block's activations by what that makes them
            larger, so that losses weigh the same by either.
    """

    def __init__(
        self,
        weights: Path,
        layers: Iterable[str],
        device: torch.device,
        dtype: torch.dtype = torch.float32,
        pooling: str = "average",
        evened: bool = False,
    ) -> None:
        self.weights, self.pooling = weights, pooling
        self.layers = frozenset(layers)
        self.device = device
        self.dtype = dtype
        self._convolutions: list[tuple[str, Convolution]] = []
        larger = _BY_MAXIMUM if evened and pooling == "max" else (1.0,) * len(_BLOCKS)
        before = 1.0
        with np.load(weights) as arrays:
            mean = np.array(arrays.get("mean", _MEAN_BGR))
            for layer in _up_to_deepest(self.layers):
                if f"{layer}.weight" not in arrays:
                    continue
                kernel = torch.from_numpy(arrays[f"{layer}.weight"])
                bias = torch.from_numpy(arrays[f"{layer}.bias"])
                if layer == LAYERS[0]:
                    kernel = kernel.flip(1)
                now = larger[halvings(layer)]
                kernel, bias, before = kernel * (before / now), bias / now, now
                self._convolutions.append((layer, Convolution(kernel, bias, device, dtype)))
        names = [layer for layer, _ in self._convolutions]
        self._rectified_later = {
            last
            for last, first in pairwise(names)
            if pooling == "max" and first.endswith("_1") and last not in self.layers
        }
        self._mean = torch.from_numpy(mean).flip(0).to(device).view(1, 3, 1, 1)

    def __call__(
        self, picture: Tensor, tap: Callable[[str, Tensor], Tensor] = lambda _, x: x
    ) -> dict[str, Tensor]:
        """Encode ``picture``, float32 or float64 (1, 3, H, W), RGB 0..1.

        Args:
            tap: is given the name and the activations of each layer asked for, and returns what
                to go on with.

        Returns:
            For each layer asked for (1, C, H / 2^(block-1), W / 2^(block-1)), of the encoder's
            number format.
        """
        found: dict[str, Tensor] = {}
        x = (picture * 255.0 - self._mean).to(self.dtype)
        for layer, convolution in self._convolutions:
            if layer.endswith("_1") and layer != LAYERS[0]:
                x = self._halved(x)
            later = layer in self._rectified_later
            x = convolution(x) if later else convolution.rectified(x)
            if layer in self.layers:
                x = found[layer] = tap(layer, x)
        return found

    def _halved(self, x: Tensor) -> Tensor:
        """The largest of what is rectified is the largest, rectified: a quarter of the work."""
        halved = _side_by_side(_POOLINGS[self.pooling], x)
        return relu(halved) if self.pooling == "max" else halved


def _side_by_side(pool: Callable[..., Tensor], x: Tensor) -> Tensor:
    """Halve (1, C, H, W), on a processor in pairs of rows, as a batch: of batches torch does the
    gradient by all processors, of a single picture whose channels come last by one."""
    _, channels, height, width = x.shape
    last = x.device.type == "cpu" and x.is_contiguous(memory_format=torch.channels_last)
    if height % 2 or not last:
        return pool(x, 2)
    pairs = x.permute(0, 2, 3, 1).view(height // 2, 2, width, channels).permute(0, 3, 1, 2)
    halved = pool(pairs, 2).permute(0, 2, 3, 1)
    return halved.reshape(1, height // 2, width // 2, channels).permute(0, 3, 1, 2)


def halvings(layer: str) -> int:
    """How often a picture was halved before it came to ``layer``."""
    return int(layer[4]) - 1


def reach(layer: str) -> int:
    """How many pixels an activation of ``layer`` sees beyond its own, to each side.

    Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks" (2019): each
    3 x 3 convolution adds its stride, and so, to one side, does half of each halving. It is
    VGG-19's reach; the smaller networks' is no longer.
    """
    convolutions = _up_to_deepest([layer])
    return sum(2 ** halvings(each) for each in convolutions)


def sizes(layers: Iterable[str], height: int, width: int) -> dict[str, tuple[int, int]]:
    """Rows and columns of each layer's activations of a height x width picture."""
    return {layer: (height >> halvings(layer), width >> halvings(layer)) for layer in layers}


def _up_to_deepest(layers: Iterable[str]) -> tuple[str, ...]:
    return LAYERS[: max(LAYERS.index(layer) for layer in layers) + 1]


def to_tensor(pixels: np.ndarray, device: torch.device) -> Tensor:
    """(H, W, 3) uint8 to float32 (1, 3, H, W), 0..1."""
    tensor = torch.from_numpy(np.ascontiguousarray(pixels)).to(device)
    return tensor.permute(2, 0, 1).unsqueeze(0).float() / 255.0


def to_pixels(picture: Tensor) -> np.ndarray:
    """Float (1, 3, H, W), 0..1, to (H, W, 3) uint8; what lies outside is clipped."""
    scaled = (picture.detach()[0].clamp(0, 1) * 255.0).round().to(torch.uint8)
    return np.ascontiguousarray(scaled.permute(1, 2, 0).cpu().numpy())
