"""Contact sheets: pictures in rows, each with its title."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from segstyle_core.image import RgbImage

__all__ = ["contact_sheet"]

GAP, LINE, FONT = 12, 26, 16
PAPER, INK = (250, 250, 248), (40, 40, 40)


def contact_sheet(pictures: Sequence[tuple[str, RgbImage]], columns: int | None = None) -> RgbImage:
    """Titled pictures (h, w, 3), at least one, on one sheet (H, W, 3), from the left to the right.

    By default there are as many columns as make the sheet about as wide as it is high.
    """
    height = max(pixels.shape[0] for _, pixels in pictures) + LINE + GAP
    width = max(pixels.shape[1] for _, pixels in pictures) + GAP
    columns = columns or max(1, round(math.sqrt(len(pictures) * height / width)))
    rows = math.ceil(len(pictures) / columns)
    sheet = Image.new("RGB", (columns * width + GAP, rows * height + GAP), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=FONT)
    for number, (title, pixels) in enumerate(pictures):
        left, top = GAP + number % columns * width, GAP + number // columns * height
        sheet.paste(Image.fromarray(pixels), (left, top))
        words = _shortened(title, width - GAP, font)
        draw.text((left, top + pixels.shape[0] + 4), words, fill=INK, font=font)
    return np.asarray(sheet)


def _shortened(title: str, width: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    if font.getlength(title) <= width:
        return title
    while title and font.getlength(f"{title}…") > width:
        title = title[:-1]
    return f"{title}…"
