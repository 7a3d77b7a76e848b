"""The worker's two jobs, from parameters to result."""

from __future__ import annotations

from typing import Any

import numpy as np

from segstyle_core import __version__
from segstyle_core.gallery import styles, thumbnail
from segstyle_core.methods import paint
from segstyle_core.progress import Progress
from segstyle_core.recipe import Recipe
from segstyle_core.regions.overlay import colours
from segstyle_core.segmenters import divide, listing
from segstyle_core.weights import Store
from segstyle_core.worker.folder import PrivateFolder
from segstyle_core.worker.messages import PROTOCOL, Segmentation, Styling

__all__ = ["introduce", "segment", "style"]


def introduce() -> dict[str, Any]:
    """The result of ``hello``."""
    return {
        "protocol": PROTOCOL,
        "version": __version__,
        "styles": [
            {
                "id": style.id,
                "title": style.title,
                "author": style.author,
                "licence": style.licence,
                "thumbnail": str(thumbnail(style)),
            }
            for style in styles()
        ],
        "segmenters": [{"id": row.id, "title": row.title, "ready": row.ready} for row in listing()],
        "qualities": ["quick", "balanced", "best"],
    }


def segment(params: Segmentation, folder: PrivateFolder, progress: Progress) -> dict[str, Any]:
    """The result of ``segment``; the coverages lie in the folder."""
    picture = folder.picture(params.picture)
    division = divide(picture.rgb, params.segmenter, params.count, progress)
    rows = []
    palette = colours(len(division.regions))
    for number, (region, colour) in enumerate(zip(division.regions, palette, strict=True), 1):
        box = region.box
        if box is None:
            continue
        rows.append(
            {
                "name": region.name,
                "score": round(float(region.score), 4),
                "colour": colour,
                "box": [box.x, box.y, box.width, box.height],
                "coverage": folder.write(f"region-{number}.u8", region.coverage[box.slices]),
            }
        )
    return {"segmenter": division.segmenter, "segments": rows}


def style(params: Styling, folder: PrivateFolder, progress: Progress) -> dict[str, Any]:
    """The result of ``style``; pixels and masks lie in the folder."""
    recipe = Recipe.from_data(params.recipe)
    picture = folder.picture(params.picture)
    regions = [folder.region(source, picture) for source in params.regions]
    painting = paint(picture, regions, recipe, Store().path("vgg19"), progress)
    rows = []
    for number, layer in enumerate(painting.layers, 1):
        box = layer.box
        rows.append(
            {
                "region": layer.region,
                "name": layer.name,
                "style": layer.style,
                "box": [box.x, box.y, box.width, box.height],
                "pixels": folder.write(f"layer-{number}.rgba", layer.pixels),
                "mask": folder.write(f"layer-{number}.u8", np.asarray(layer.mask)),
            }
        )
    return {
        "layers": rows,
        "recipe": recipe.model_dump(mode="json"),
        "report": {"regions": painting.report},
        "stopped_early": painting.stopped_early,
    }
