"""The worker's jobs, from parameters to result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from segstyle_core import __version__
from segstyle_core.diagnosis import diagnose
from segstyle_core.gallery import all_styles
from segstyle_core.image import Bytes, Picture
from segstyle_core.lab.asking import answer
from segstyle_core.methods import estimate, get_ready, paint
from segstyle_core.methods.glimpse import glimpse
from segstyle_core.presets import presets
from segstyle_core.preview import Painter
from segstyle_core.progress import Progress, check
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.regions.overlay import at_size, colours, map_overlay
from segstyle_core.segmenters import Hints, Look, listing
from segstyle_core.weights import Store
from segstyle_core.worker import messages
from segstyle_core.worker.control import JobControl
from segstyle_core.worker.folder import PrivateFolder
from segstyle_core.worker.gallery import add_style, fetch_painting, paintings, told
from segstyle_core.worker.live import LivePicture
from segstyle_core.worker.messages import (
    Adding,
    Diagnosing,
    Dividing,
    Fetching,
    Glimpsing,
    Inspecting,
    Listing,
    Looking,
    MaskFile,
    Request,
    Styling,
)

__all__ = ["Jobs", "introduce"]


def introduce(folder: PrivateFolder) -> dict[str, Any]:
    """The result of ``hello``; styles' thumbnails are lent through the folder."""
    return {
        "protocol": messages.PROTOCOL,
        "version": __version__,
        "styles": [told(style, folder) for style in all_styles()],
        "segmenters": [
            {"id": row.id, "title": row.title, "ready": row.ready, "wants": row.wants}
            for row in listing()
        ],
        "qualities": ["quick", "balanced", "best"],
        "presets": [{"id": each.id, "title": each.title} for each in presets().values()],
    }


class Jobs:
    """One plug-in's jobs; the photo that was looked at last is kept for the next ones.

    Args:
        folder: where pixels come from and go to.
    """

    def __init__(self, folder: PrivateFolder) -> None:
        self._folder = folder
        self._kept: Look | None = None
        self._methods: dict[str, Callable[[Any, JobControl], dict[str, Any]]] = {
            "look": self._look,
            "preview": self._preview,
            "segment": self._segment,
            "glimpse": self._glimpse,
            "style": self._style,
            "estimate": self._estimate,
            "add_style": self._add_style,
            "paintings": self._paintings,
            "fetch_painting": self._fetch_painting,
            "inspect": self._inspect,
            "diagnose": self._diagnose,
        }

    def do(self, request: Request, control: JobControl) -> dict[str, Any]:
        """The result of a request whose method is one of ``messages.JOBS``.

        Raises:
            SegStyleError: whatever the job has words for.
        """
        params = messages.parameters(messages.JOBS[request.method], request.params)
        return self._methods[request.method](params, control)

    def _look(self, params: Looking, progress: Progress) -> dict[str, Any]:
        self._kept = None
        picture = self._folder.picture(params.picture)
        hints = self._hints(params, picture)
        self._kept = Look(picture, params.segmenter, hints, progress)
        self._kept.prepare()
        width, height = self._kept.view.label_size
        return {
            "segmenter": self._kept.segmenter,
            "own_count": self._kept.own_count,
            "size": [width, height],
        }

    def _hints(self, params: Looking, picture: Picture) -> Hints:
        def mask(source: MaskFile | None) -> Bytes | None:
            return None if source is None else self._folder.mask(source, picture)

        return Hints(
            mask(params.inside),
            mask(params.area),
            mask(params.foreground),
            mask(params.background),
            tuple(self._folder.region(each, picture) for each in params.channels),
        )

    def _preview(self, params: Dividing, _progress: Progress) -> dict[str, Any]:
        look = self._looked()
        segments = look.at(params.count, params.smallest, params.changes)
        width, height = look.view.label_size
        labels = at_size(segments, width, height)
        many = 1 + max(each.id for each in segments.segments)
        areas = np.bincount(labels[labels >= 0], minlength=many)
        palette = colours(many)
        places = np.full(256, 255, np.uint8)
        for place, each in enumerate(segments.segments):
            places[each.id] = place
        return {
            "overlay": self._folder.write("preview.rgb", map_overlay(look.view.image, labels)),
            "labels": self._folder.write("preview.u8", places[labels.astype(np.uint8)]),
            "segments": [
                {
                    "name": each.name,
                    "colour": palette[each.id],
                    "share": round(float(areas[each.id]) / labels.size, 4),
                    "numbers": params.changes.members(each.id),
                }
                for each in segments.segments
            ],
        }

    def _segment(self, params: Dividing, progress: Progress) -> dict[str, Any]:
        division = self._looked().divide(
            params.count, progress, params.smallest, params.softness, params.changes
        )
        rows = []
        palette = colours(max(division.numbers) + 1)
        for number, region in zip(division.numbers, division.regions, strict=True):
            box = region.box
            if box is None:
                continue
            coverage = region.coverage[box.slices]
            rows.append(
                {
                    "name": region.name,
                    "score": round(float(region.score), 4),
                    "colour": palette[number],
                    "box": box.numbers,
                    "coverage": self._folder.write(f"region-{number}.u8", coverage),
                    "parts": [part.numbers for part in region.parts],
                }
            )
        return {"segmenter": division.segmenter, "segments": rows}

    def _looked(self) -> Look:
        if self._kept is None:
            raise messages.ProtocolError(messages.NOT_NOW, "Nothing was looked at yet.")
        return self._kept

    def _glimpse(self, params: Glimpsing, progress: Progress) -> dict[str, Any]:
        picture, regions, recipe = self._wanted(params)
        seen = glimpse(picture, regions, recipe, Painter(Store()), progress)
        return {
            "picture": self._folder.write("glimpse.rgb", seen.pixels),
            "width": picture.width,
            "height": picture.height,
            "missing": seen.missing,
        }

    def _style(self, params: Styling, control: JobControl) -> dict[str, Any]:
        asked = self._asked(params)
        live = LivePicture(self._folder, control)
        painting = paint(*asked, control, resume=params.resume, show=live, watch=control.watch)
        rows = []
        for number, layer in enumerate(painting.layers, 1):
            box = layer.box
            rows.append(
                {
                    "region": layer.region,
                    "name": layer.name,
                    "style": layer.style,
                    "box": box.numbers,
                    "pixels": self._folder.write(f"layer-{number}.rgba", layer.pixels),
                    "mask": self._folder.write(f"layer-{number}.u8", np.asarray(layer.mask)),
                }
            )
        return {
            "layers": rows,
            "recipe": asked[2].model_dump(mode="json"),
            "report": {"regions": painting.report, "notes": painting.notes},
            "stopped_early": painting.stopped_early,
        }

    def _estimate(self, params: Styling, progress: Progress) -> dict[str, Any]:
        check(progress, 0.0, "Measuring this machine")
        return asdict(estimate(*self._asked(params)))

    def _add_style(self, params: Adding, progress: Progress) -> dict[str, Any]:
        return add_style(params, self._folder, progress)

    def _paintings(self, _params: Listing, _progress: Progress) -> dict[str, Any]:
        return paintings()

    def _fetch_painting(self, params: Fetching, progress: Progress) -> dict[str, Any]:
        return fetch_painting(params, self._folder, progress)

    def _inspect(self, params: Inspecting, progress: Progress) -> dict[str, Any]:
        picture = self._folder.picture(params.picture)
        rows = []
        for number, (name, pixels) in enumerate(
            answer(params.question, picture.rgb, Store(), progress), 1
        ):
            height, width = pixels.shape[:2]
            file = self._folder.write(f"lab-{number}.rgb", pixels)
            rows.append({"name": name, "pixels": file, "width": width, "height": height})
        return {"pictures": rows}

    def _diagnose(self, _params: Diagnosing, progress: Progress) -> dict[str, Any]:
        return asdict(diagnose(progress))

    def _asked(self, params: Styling) -> tuple[Picture, list[Region], Recipe, Path]:
        """What is to be styled: picture, regions, recipe, the encoder's weights."""
        get_ready()
        picture, regions, recipe = self._wanted(params)
        return picture, regions, recipe, Store().path(recipe.encoder)

    def _wanted(self, params: Glimpsing) -> tuple[Picture, list[Region], Recipe]:
        recipe = Recipe.from_data(params.recipe)
        picture = self._folder.picture(params.picture)
        regions = [self._folder.region(source, picture) for source in params.regions]
        return picture, regions, recipe
