"""What all methods share: the photo, the styles and the regions at the working size, and the
way of painted pixels back into layers of the photo's own size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from segstyle_core.gallery import Style
from segstyle_core.image import Box, Bytes, Picture, RgbImage, fit_within, load_picture, resize
from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Ingredient, PaintJob, Wish
from segstyle_core.methods.parts import part_of
from segstyle_core.style.colour import grey, recoloured, with_colours_of
from segstyle_core.style.cost import Canvas
from segstyle_core.style.detail import enlarge
from segstyle_core.style.engine import Source, Zone
from segstyle_core.style.losses import Weights
from segstyle_core.style.pyramid import Scale, plan, style_size, working_size
from segstyle_core.style.smoothing import smoothed

__all__ = ["Workshop"]

CONTEXT = 16
"""How many pixels a crop reaches beyond its layer. What the encoder's zero padding spoils at a
crop's border, up to a dozen pixels whatever the size, stays in there and is cut away. Up to half
of it may lie in the layer's margin, which is out of sight."""

MARGIN_GUIDE = 80
"""How much (0..255) a layer's margin counts in the style statistics beside its region."""

MIN_SIDE = 64

PAD = CONTEXT + MIN_SIDE
"""How many pixels of its reflection the photo has on each side for crops to take from."""

EVEN_WIDTH, EVEN_HEIGHT = 16, 8
"""Crops' sides are multiples of them: processors with tiles for matrices (AMX) take up to twice as
long for rows of any other length, and rows are halved in pairs."""

SHOWN_SIDE = 1024
"""The longest side of what is shown while painting."""


class Workshop:
    """A job's picture at its working size, padded by its own reflection.

    Boxes of crops are in the padded photo; boxes of layers in the picture.

    Attributes:
        whole: the crop for all of the picture.
    """

    def __init__(self, job: PaintJob) -> None:
        self.job = job
        self._picture = job.picture
        longest = working_size(job.recipe.quality, job.recipe.size)
        self._width, self._height = fit_within(job.picture.width, job.picture.height, longest)
        self._across = self._width / job.picture.width
        self._down = self._height / job.picture.height
        self._margin = round(job.recipe.margin * max(job.picture.width, job.picture.height))
        hidden = round(self._margin * min(self._across, self._down))
        self._within = max(CONTEXT // 2, CONTEXT - hidden)
        self.whole = self._around(Box(PAD, PAD, self._width, self._height))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height at which the picture is painted."""
        return self._width, self._height

    def photo(self, crop: Box) -> RgbImage:
        """The photo in a crop (h, w, 3), grey where only the luminance is to be painted."""
        return np.ascontiguousarray(self._photo[crop.slices])

    @cached_property
    def _photo(self) -> RgbImage:
        light_only = self.job.recipe.colours == "photo"
        return _padded(grey(self._small) if light_only else self._small)

    @cached_property
    def _small(self) -> RgbImage:
        return _shrunk(self._picture, self._width, self._height)

    def crop(self, wish: Wish) -> Box:
        """The part of the photo to paint for a region: its layer and some context."""
        return self._around(self._work_box(self._layer_box(wish)))

    def scales(self, crop: Box) -> tuple[Scale, ...]:
        """The levels at which a crop is painted."""
        recipe, longest = self.job.recipe, max(self._width, self._height)
        return plan(
            longest,
            min(crop.width, crop.height),
            recipe.quality,
            recipe.steps,
            recipe.levels,
            shallow=Weights.of(recipe).shallow is not None,
        )

    def canvas(self, crop: Box) -> Canvas:
        """What a run of the engine will paint that is given a crop."""
        return Canvas(crop.width, crop.height, self.scales(crop))

    def cover(self, wish: Wish, crop: Box) -> Bytes:
        """A region's own coverage in a crop; of a region too small to be seen, its layer's box."""
        small = resize(wish.region.coverage, self._width, self._height)
        cover = _padded(small)
        if not small.any():
            cover[self._work_box(self._layer_box(wish)).slices] = 255
        return np.ascontiguousarray(cover[crop.slices])

    def guide(self, wish: Wish, crop: Box) -> Bytes:
        """The same with the margin of its layer, which counts a little."""
        inside = np.zeros((self._height, self._width), np.uint8)
        work = self._work_box(self._layer_box(wish))
        rows, columns = Box(work.x - PAD, work.y - PAD, work.width, work.height).slices
        inside[rows, columns] = MARGIN_GUIDE if self._margin else 0
        cover = resize(wish.region.coverage, self._width, self._height)
        near = _widened(cover, round(self._margin * max(self._across, self._down)))
        guide = _padded(np.maximum(cover, np.minimum(near, inside)))[crop.slices]
        return np.ascontiguousarray(guide if guide.any() else np.full_like(guide, 255))

    def sources(self, wish: Wish) -> tuple[Source, ...]:
        """A region's style pictures at the working size, their colours as the recipe asks."""
        cover = resize(wish.region.coverage, self._width, self._height)
        return tuple(self._source(each, cover) for each in wish.styles)

    def zone(self, wish: Wish, guide: Bytes) -> Zone:
        """Where ``guide`` says, a region's styles as strongly as is wished."""
        return Zone(guide, self.sources(wish), wish.pull)

    def evened(self, painted: RgbImage, wishes: Sequence[Wish]) -> RgbImage:
        """The painted whole with the borders of the wishes' regions smoothed, if that is wanted."""
        if not self.job.recipe.smooth_borders:
            return painted
        return smoothed(painted, [self.cover(wish, self.whole) for wish in wishes])

    def layer(self, wish: Wish, crop: Box, painted: RgbImage) -> StyledLayer:
        """A region's layer out of a painted crop."""
        box = self._layer_box(wish)
        work = self._work_box(box)
        top, left = work.y - crop.y, work.x - crop.x
        cut = painted[top : top + work.height, left : left + work.width]
        photo = self._picture.rgb[box.slices]
        rgb = enlarge(np.ascontiguousarray(cut), photo)
        if self.job.recipe.colours == "photo":
            rgb = with_colours_of(rgb, photo)
        alpha = (
            np.full((box.height, box.width), 255, np.uint8)
            if self._picture.alpha is None
            else self._picture.alpha[box.slices]
        )
        return StyledLayer(
            region=wish.region.name,
            name=f"{wish.region.name} – {wish.title}",
            style=wish.style,
            box=box,
            pixels=np.dstack([rgb, alpha]),
            mask=np.ascontiguousarray(wish.region.coverage[box.slices]),
        )

    def shown(self, crop: Box, wishes: Sequence[Wish], painted: RgbImage) -> tuple[Box, RgbImage]:
        """What of a crop, painted at any size, is to be seen of its regions.

        Returns:
            One region's layer's box, or that of the whole picture; and its pixels (h, w, 3), at the
            size of ``painted`` or less.
        """
        whole = Box(0, 0, self._picture.width, self._picture.height)
        box = self._layer_box(wishes[0]) if len(wishes) == 1 else whole
        work = self._work_box(box)
        down, across = painted.shape[0] / crop.height, painted.shape[1] / crop.width
        top, left = int((work.y - crop.y) * down), int((work.x - crop.x) * across)
        height, width = max(1, round(work.height * down)), max(1, round(work.width * across))
        cut = painted[top : top + height, left : left + width]
        pixels = resize(cut, *fit_within(cut.shape[1], cut.shape[0], SHOWN_SIDE))
        if self.job.recipe.colours != "photo":
            return box, pixels
        under = Box(work.x - PAD, work.y - PAD, work.width, work.height)
        photo = resize(self._small[under.slices], pixels.shape[1], pixels.shape[0])
        return box, with_colours_of(pixels, photo)

    def _layer_box(self, wish: Wish) -> Box:
        box = wish.region.box
        assert box is not None
        return box.grown(self._margin, self._picture.width, self._picture.height)

    def _work_box(self, box: Box) -> Box:
        """A layer's box at working size, in the padded photo, outward to whole pixels."""
        left, top = math.floor(box.x * self._across), math.floor(box.y * self._down)
        right = min(self._width, math.ceil((box.x + box.width) * self._across))
        bottom = min(self._height, math.ceil((box.y + box.height) * self._down))
        return Box(left + PAD, top + PAD, max(1, right - left), max(1, bottom - top))

    def _source(self, ingredient: Ingredient, cover: Bytes) -> Source:
        pixels = self._style(ingredient.style, cover)
        if ingredient.part is None:
            return Source(pixels, ingredient.weight)
        height, width = pixels.shape[:2]
        return Source(pixels, ingredient.weight, resize(part_of(ingredient.part), width, height))

    def _style(self, style: Style, cover: Bytes) -> RgbImage:
        painting = load_picture(style.path)
        scale = self.job.recipe.style_scale * style.settings.style_scale
        area = round(self._width * self._height * scale**2)
        pixels = _shrunk(painting, *style_size(painting.width, painting.height, area))
        if self.job.recipe.colours == "style":
            return pixels
        counts = cover if cover.any() else np.full_like(cover, 255)
        matched = recoloured(pixels, self._small, counts)
        return grey(matched) if self.job.recipe.colours == "photo" else matched

    def _around(self, work: Box) -> Box:
        """A layer's box with its context."""
        x, width = self._side(work.x, work.width, self._width, EVEN_WIDTH)
        y, height = self._side(work.y, work.height, self._height, EVEN_HEIGHT)
        return Box(x, y, width, height)

    def _side(self, start: int, length: int, picture: int, even: int) -> tuple[int, int]:
        """Start and length of a crop's side: more context at the picture's edge, which is seen."""
        before = CONTEXT if start == PAD else self._within
        after = CONTEXT if start + length == PAD + picture else self._within
        needed = before + length + after
        wanted = math.ceil(max(MIN_SIDE, needed) / even) * even
        return start - before - (wanted - needed) // 2, wanted


def _padded(pixels: RgbImage) -> RgbImage:
    around = ((PAD, PAD), (PAD, PAD), (0, 0))[: pixels.ndim]
    return np.pad(pixels, around, mode="symmetric")


def _shrunk(picture: Picture, width: int, height: int) -> RgbImage:
    """The picture at a size, its transparent parts filled by the mean colour of the others."""
    rgb = resize(picture.rgb, width, height)
    if picture.alpha is None or not picture.alpha.any():
        return rgb
    share = resize(picture.alpha, width, height)[..., None] / 255.0
    mean = (rgb * share).sum(axis=(0, 1)) / share.sum()
    filled: RgbImage = (rgb * share + mean * (1 - share) + 0.5).astype(np.uint8)
    return filled


def _widened(cover: Bytes, by: int) -> Bytes:
    """Grey dilation by a square of ``by`` pixels to each side."""
    if by < 1:
        return cover
    from scipy.ndimage import maximum_filter

    return np.asarray(maximum_filter(cover, size=2 * by + 1), dtype=np.uint8)
