"""Saliency: which pixels of a picture a score depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from segstyle_core.image import RgbImage, resize
from segstyle_core.lab.features import map_picture
from segstyle_core.style.encoder import to_tensor

__all__ = [
    "Judge",
    "SaliencyMap",
    "grad_cam",
    "guided_backpropagation",
    "overlaid",
    "saliency_maps",
]

SHARE = 0.65
"""How much of an overlay is the map where that is highest."""

LOUDEST = 99.0
"""The percentile of a map that is shown as its highest value: single pixels would else hide all."""

Values = NDArray[np.float32]


class Judge(Protocol):
    """A network that gives scores, and the convolution that Grad-CAM looks at."""

    last: nn.Module

    def __call__(self, pictures: Tensor) -> Tensor:
        """Pictures (N, 3, H, W), RGB 0..1, to scores (N, targets)."""


@dataclass(frozen=True)
class SaliencyMap:
    """How much a score depends on each pixel: ``values`` (H, W), 0 … 1."""

    name: str
    values: Values

    @property
    def picture(self) -> RgbImage:
        """It alone, (H, W, 3)."""
        return map_picture(self.values)


def saliency_maps(judge: nn.Module, picture: RgbImage, target: int) -> list[SaliencyMap]:
    """Gradient, guided backpropagation and Grad-CAM of a score for a picture (H, W, 3).

    The first two (Simonyan et al. 2013; Springenberg et al. 2014) show the greatest of the three
    colours' absolute values.
    """
    from captum.attr import Saliency

    pictures = to_tensor(picture, torch.device("cpu"))
    gradient = Saliency(judge).attribute(_leaf(pictures), target=target, abs=False)
    guided = guided_backpropagation(judge, pictures, target)
    cam = grad_cam(judge, pictures, target)
    height, width = picture.shape[:2]
    small = (_even(cam) * 255).astype(np.uint8)
    whole = resize(small, width, height).astype(np.float32) / np.float32(255.0)
    return [
        SaliencyMap("Gradient", _even(gradient[0].abs().amax(dim=0))),
        SaliencyMap("Guided backpropagation", _even(guided[0].abs().amax(dim=0))),
        SaliencyMap("Grad-CAM", whole),
    ]


def guided_backpropagation(judge: nn.Module, pictures: Tensor, target: int) -> Tensor:
    """The score's gradient by the pictures (1, 3, H, W), where each ReLU lets back only what is
    positive (Springenberg et al. 2014); by captum."""
    import warnings

    from captum.attr import GuidedBackprop

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Setting backward hooks")
        found: Tensor = GuidedBackprop(judge).attribute(_leaf(pictures), target=target)
    return found


def grad_cam(judge: nn.Module, pictures: Tensor, target: int) -> Tensor:
    """Grad-CAM (Selvaraju et al. 2017) at the judge's last convolution: (h, w), 0 or more.

    ReLU(Σ_k α_k A_k), with α_k the mean over positions of the score's gradient by the k-th map of
    activations A_k; by captum.
    """
    from captum.attr import LayerGradCam

    last = judge.last
    assert isinstance(last, nn.Module)
    found: Tensor = LayerGradCam(judge, last).attribute(
        pictures, target=target, relu_attributions=True
    )
    return found[0, 0].detach()


def overlaid(picture: RgbImage, found: SaliencyMap) -> RgbImage:
    """The picture (H, W, 3) in grey under the map's colours, as strong as the map is high."""
    grey = picture.astype(np.float32).mean(axis=2, keepdims=True)
    share = SHARE * found.values[..., None]
    mixed = grey * (1.0 - share) + found.picture.astype(np.float32) * share
    shown: RgbImage = (mixed + 0.5).astype(np.uint8)
    return shown


def _leaf(pictures: Tensor) -> Tensor:
    return pictures.clone().requires_grad_(True)


def _even(values: Tensor) -> Values:
    """Values of 0 or more brought to 0..1."""
    array = values.detach().numpy().astype(np.float32)
    most = float(np.percentile(array, LOUDEST)) or float(array.max())
    return np.clip(array / most, 0.0, 1.0) if most > 0 else np.zeros_like(array)
