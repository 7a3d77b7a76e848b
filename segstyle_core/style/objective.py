"""What is minimised at one scale: the losses of a picture and their gradient, tile by tile.

A Gram matrix is a sum over positions, so it can be summed over tiles first. The style loss
depends on the features through it alone, so their gradient can then be had tile by tile as
well: it is that of the untiled picture, in bounded memory.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import torch
from torch import Tensor

from segstyle_core.style.encoder import Encoder, sizes
from segstyle_core.style.losses import Losses, Weights, style_loss
from segstyle_core.style.statistics import gram_sums, guides_for, tap, wide
from segstyle_core.style.tiles import Tile, side_for, tiles

__all__ = ["Objective", "Part", "style_targets"]

TYPICAL_PULL = 4e3
"""A photo's style loss against a painting of middling contrast."""

Guides = dict[str, Tensor]


@dataclass(frozen=True)
class Part:
    """A part of the picture, and the style that it is to have.

    Attributes:
        guide: float32 (1, 1, H, W), 0..1, not all 0: how much of each pixel belongs to it.
        targets: the style's Gram matrices (C, C) by layer.
        strength: its style loss counts so many times.
    """

    guide: Tensor
    targets: Mapping[str, Tensor]
    strength: float = 1.0


class Objective:
    """The losses at one scale, for one or several regions.

    Each part's style loss counts by its share of the parts' area, so that every pixel is pulled
    as strongly as if its region were painted alone.

    Args:
        encoder: computes the activations of the content and style layers.
        contents: the photo, float32 (1, 3, H, W) in 0..1, and other pictures whose content is
            wanted too, each with its weight: their activations are averaged, which but for a
            constant is the same as a content loss for each.
        guide: float32 (1, 1, H, W), 0..1, not all 0: where the content counts.
        parts: regions and their styles.
        weights: of the three losses. A style far from the photo (a mosaic, thick paint) pulls
            harder, so content counts more by the square root of the photo's own style loss over
            TYPICAL_PULL: calm and loud styles then leave about as much of the photo. Where the
            style does not count at all, content counts as it is.
        tile: about how many pixels a side are looked at at once; by the picture's size if left out.

    Attributes:
        latest: the losses of the picture that was last asked about.
    """

    latest: Losses

    def __init__(
        self,
        encoder: Encoder,
        contents: Sequence[tuple[Tensor, float]],
        guide: Tensor,
        parts: Sequence[Part],
        weights: Weights,
        tile: int | None = None,
    ) -> None:
        photo = contents[0][0]
        height, width = photo.shape[-2:]
        where = _shares(guide, weights.content_layers)
        guides = [_shares(part.guide, weights.style_layers) for part in parts]
        areas = torch.stack([part.guide.sum() for part in parts])
        self._areas = (areas / areas.sum()).tolist()
        self._strengths = [part.strength for part in parts]
        self._targets = [part.targets for part in parts]
        self._weights = weights
        self._windows = [
            _Window(each, encoder, (height, width), where, guides, weights.content_layers)
            for each in tiles(height, width, encoder.layers, tile or side_for(height * width))
        ]
        wanted: dict[str, Tensor] = {}
        photo_grams = _added(window.learn(contents, wanted) for window in self._windows)
        if not weights.style:
            return
        pull = float(sum(self._styles(photo_grams))) / TYPICAL_PULL
        self._weights = replace(weights, content=weights.content * math.sqrt(pull))

    def value_and_gradient(self, picture: Tensor) -> tuple[float, Tensor]:
        """The weighted sum of the losses, and its gradient by ``picture``, (1, 3, H, W) in 0..1."""
        if len(self._windows) > 1:
            return self._tile_by_tile(picture.detach())
        x = picture.detach().requires_grad_(True)
        content, variation, grams = self._windows[0].sums(x)
        styles = self._styles(grams)
        total = self._total(content, styles, variation)
        return self._noted(content, styles, variation, total), torch.autograd.grad(total, x)[0]

    def measure(self, picture: Tensor) -> Losses:
        """The losses of ``picture``, float32 (1, 3, H, W) in 0..1, as numbers."""
        content, grams, variation = self._summed(picture.detach())
        styles = self._styles(grams)
        self._noted(content, styles, variation, self._total(content, styles, variation))
        return self.latest

    def _noted(
        self, content: Tensor, styles: Sequence[Tensor], variation: Tensor, total: Tensor
    ) -> float:
        """Keep the losses as numbers; the total."""
        figures = (content, torch.stack(list(styles)).sum(), variation, total)
        self.latest = Losses(*(float(figure.detach()) for figure in figures))
        return self.latest.total

    def _tile_by_tile(self, picture: Tensor) -> tuple[float, Tensor]:
        content, grams, variation = self._summed(picture)
        grams = [gram.requires_grad_(True) for gram in grams]
        styles = self._styles(grams)
        total = self._total(content, styles, variation)
        slopes = torch.autograd.grad(total, grams)
        gradient = torch.zeros_like(picture)
        for window in self._windows:
            x = window.shown(picture).clone().requires_grad_(True)
            own_content, own_variation, own_grams = window.sums(x, cut=True)
            pulls = [(gram * slope).sum() for gram, slope in zip(own_grams, slopes, strict=True)]
            local = self._besides_style(own_content, own_variation)
            window.shown(gradient).add_(torch.autograd.grad(local + sum(pulls), x)[0])
        return self._noted(content, styles, variation, total), gradient

    @torch.no_grad()
    def _summed(self, picture: Tensor) -> tuple[Tensor, list[Tensor], Tensor]:
        sums = (window.sums(picture) for window in self._windows)
        content, variation, *grams = _added([c, v, *own] for c, v, own in sums)
        return content, grams, variation

    def _styles(self, grams: Sequence[Tensor]) -> list[Tensor]:
        """Each part's style loss, by its share of the area; Gram matrices in order."""
        rest, layers = iter(grams), self._weights.style_layers
        return [
            share * style_loss({layer: next(rest) for layer in layers}, targets, layers)
            for share, targets in zip(self._areas, self._targets, strict=True)
        ]

    def _total(self, content: Tensor, styles: Sequence[Tensor], variation: Tensor) -> Tensor:
        strong = [each * by for each, by in zip(styles, self._strengths, strict=True)]
        return self._besides_style(content, variation) + self._weights.style * sum(strong)

    def _besides_style(self, content: Tensor, variation: Tensor) -> Tensor:
        """All but the style loss."""
        return self._weights.content * content + self._weights.variation * variation


class _Window:
    """A tile of a picture (H, W), with all that is needed to judge it once it has learned that."""

    def __init__(
        self,
        tile: Tile,
        encoder: Encoder,
        size: tuple[int, int],
        where: Guides,
        guides: Sequence[Guides],
        importance: Mapping[str, float],
    ) -> None:
        self._tile, self._encoder = tile, encoder
        self._importance = {
            layer: weight / sum(importance.values()) for layer, weight in importance.items()
        }
        self._roots = {layer: share[tile.places(layer)].sqrt() for layer, share in where.items()}
        self._guides = [
            {layer: _brief(share[tile.places(layer)]) for layer, share in part.items()}
            for part in guides
        ]
        self._size = height, width = size
        self._across, self._down = 3 * height * (width - 1), 3 * (height - 1) * width
        self._content: dict[str, Tensor] = {}

    @torch.no_grad()
    def learn(
        self, contents: Sequence[tuple[Tensor, float]], wanted: dict[str, Tensor]
    ) -> list[Tensor]:
        """Keep what content is wanted here; this tile's share of the photo's Gram matrices.

        It is kept in ``wanted``, the whole picture's: pieces of their own would lie scattered in
        the memory between the activations of the tiles, and keep it from being used again.
        """
        whole = sum(weight for _, weight in contents)
        for content, weight in reversed(contents):
            seen, grams = self._seen(self.shown(content))
            for layer in self._roots:
                share = seen[layer] * (weight / whole)
                if layer not in wanted:
                    wanted[layer] = self._of_whole(layer, share)
                if layer in self._content:
                    self._content[layer] += share
                else:
                    self._content[layer] = wanted[layer][self._tile.places(layer)].copy_(share)
        return grams

    def _of_whole(self, layer: str, share: Tensor) -> Tensor:
        """Room for the whole picture's activations, laid out as this tile's are."""
        last = share.is_contiguous(memory_format=torch.channels_last)
        layout = torch.channels_last if last else torch.contiguous_format
        size = (1, share.shape[1], *sizes([layer], *self._size)[layer])
        return torch.empty(size, dtype=share.dtype, device=share.device, memory_format=layout)

    def shown(self, picture: Tensor) -> Tensor:
        """What of a whole picture (1, C, H, W) the encoder is shown: a view."""
        rows, columns = self._tile.outer.slices
        return picture[..., rows, columns]

    def sums(self, picture: Tensor, cut: bool = False) -> tuple[Tensor, Tensor, list[Tensor]]:
        """This tile's share of the content and variation loss, and of every Gram matrix.

        ``picture`` is the whole one, or already what ``shown`` gives.
        """
        shown = picture if cut else self.shown(picture)
        seen, grams = self._seen(shown)
        differences = [
            self._importance[layer] * self._difference(layer, seen[layer])
            for layer in self._content
        ]
        return torch.stack(differences).sum(), self._variation(shown), grams

    def _difference(self, layer: str, seen: Tensor) -> Tensor:
        """Σ of what is wanted here · the mean over the channels of the squared differences.

        Multiplied by the root first, nothing of the gradient's way back is in another layout than
        the activations, which would take several times as long.
        """
        off = (wide(seen) - wide(self._content[layer])) * self._roots[layer]
        return off.square().sum() / seen.shape[1]

    def _seen(self, shown: Tensor) -> tuple[dict[str, Tensor], list[Tensor]]:
        """The activations of the inner part, and every part's Gram sums, each layer by layer."""
        grams = {}

        def tapped(layer: str, x: Tensor) -> Tensor:
            guides = [part[layer] for part in self._guides if layer in part]
            x, grams[layer] = tap(x, guides, self._tile.own_places(layer))
            return x

        seen = self._tile.inner_part(self._encoder(shown, tapped))
        by_part = zip(*(grams[layer] for layer in self._guides[0]), strict=True)
        return seen, [gram for part in by_part for gram in part]

    def _variation(self, shown: Tensor) -> Tensor:
        """Σ of squared steps to the right and downward from the inner part, over their number."""
        inner, outer = self._tile.inner, self._tile.outer
        top, left = inner.y - outer.y, inner.x - outer.x
        x = shown[..., top : top + inner.height + 1, left : left + inner.width + 1]
        across = (x[..., : inner.height, 1:] - x[..., : inner.height, :-1]).square().sum()
        down = (x[..., 1:, : inner.width] - x[..., :-1, : inner.width]).square().sum()
        return across / self._across + down / self._down


def _added(sums: Iterable[list[Tensor]]) -> list[Tensor]:
    """Each tile's sums into those of the whole picture; none is kept meanwhile."""
    return reduce(lambda before, own: [a + b for a, b in zip(before, own, strict=True)], sums)


def _brief(share: Tensor) -> Tensor | None:
    """None of nothing, and one value where all are the same."""
    if bool((share == share.max()).all()):
        share = share[..., :1, :1]
    return share if share.any() else None


def _shares(guide: Tensor, layers: Collection[str]) -> Guides:
    """A guide at each layer's resolution, divided by its sum."""
    height, width = guide.shape[-2:]
    found = guides_for(guide, sizes(layers, height, width))
    return {layer: share / share.sum() for layer, share in found.items()}


@torch.no_grad()
def style_targets(
    encoder: Encoder,
    style: Tensor,
    layers: Collection[str],
    guide: Tensor | None = None,
    tile: int | None = None,
) -> dict[str, Tensor]:
    """The Gram matrices of a style picture, float32 (1, 3, H, W), at each of ``layers``.

    Args:
        encoder: computes the activations.
        style: the picture.
        layers: of the encoder.
        guide: float32 (1, 1, H, W), 0..1, which part of it is wanted; all of it by default.
        tile: about how many pixels a side are looked at at once; by the picture's size if left out.
    """
    height, width = style.shape[-2:]
    whole = torch.ones(1, 1, height, width, device=style.device) if guide is None else guide
    shares = _shares(whole, layers)
    found: dict[str, Tensor] = {}
    for each in tiles(height, width, encoder.layers, tile or side_for(height * width)):
        seen = each.inner_part(encoder(style[(..., *each.outer.slices)]))
        for layer in layers:
            [part] = gram_sums(seen[layer], [shares[layer][each.places(layer)]])
            found[layer] = found[layer] + part if layer in found else part
    return found
