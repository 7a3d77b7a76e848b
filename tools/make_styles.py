"""Paint the gallery's pictures into styles/; the same bytes every time on one machine.

python tools/make_styles.py [ID …]
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from painting import (
    batik,
    blueprint,
    chalk,
    comic,
    cubist,
    cutpaper,
    drips,
    engraving,
    fresco,
    glass,
    ink,
    kilim,
    knife,
    lowpoly,
    marbling,
    mosaic,
    neon,
    nouveau,
    oil,
    points,
    porcelain,
    prints,
    riso,
    stitches,
    watercolour,
    woodcut,
)
from PIL import Image

SIZE = 1024
MOST_BYTES = 400_000
PAINTERS: dict[str, Callable[[int], npt.NDArray[np.uint8]]] = {
    "oil-swirls": oil.paint,
    "palette-knife": knife.paint,
    "watercolour-wash": watercolour.paint,
    "pointillist-river": points.paint,
    "charcoal-drapery": chalk.paint_charcoal,
    "pastel-garden": chalk.paint_pastel,
    "ink-and-wash": ink.paint,
    "woodcut-waves": woodcut.paint,
    "patterned-prints": prints.paint,
    "copper-engraving": engraving.paint,
    "art-nouveau": nouveau.paint,
    "cubist-planes": cubist.paint,
    "cut-paper": cutpaper.paint,
    "drip-painting": drips.paint,
    "golden-mosaic": mosaic.paint,
    "stained-glass": glass.paint,
    "old-fresco": fresco.paint,
    "blue-porcelain": porcelain.paint,
    "marbled-paper": marbling.paint,
    "batik": batik.paint,
    "silk-embroidery": stitches.paint,
    "kilim": kilim.paint,
    "comic-halftone": comic.paint,
    "risograph": riso.paint,
    "blueprint": blueprint.paint,
    "neon-signs": neon.paint,
    "low-poly": lowpoly.paint,
}


def jpeg(pixels: npt.NDArray[np.uint8]) -> bytes:
    """The best JPEG of at most `MOST_BYTES`."""
    for quality in range(95, 40, -1):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= MOST_BYTES:
            return file.getvalue()
    raise ValueError(f"No JPEG of this picture has less than {MOST_BYTES} bytes.")


def main(names: list[str]) -> None:
    """Paint the named pictures, or all of them."""
    folder = Path(__file__).resolve().parent.parent / "styles"
    for name in names or PAINTERS:
        data = jpeg(PAINTERS[name](SIZE))
        (folder / f"{name}.jpg").write_bytes(data)
        print(f"{name}: {len(data) // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
