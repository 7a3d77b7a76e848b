"""The styles, as the protocol has them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from segstyle_core.errors import SegStyleError
from segstyle_core.gallery import OwnStyles, Paintings, Style, masters, thumbnail
from segstyle_core.progress import Progress
from segstyle_core.worker.folder import PrivateFolder
from segstyle_core.worker.messages import Adding, Fetching

__all__ = ["add_style", "fetch_painting", "paintings", "told"]

_log = logging.getLogger(__name__)


def told(style: Style, folder: PrivateFolder) -> dict[str, Any]:
    """What the plug-in is told of a style; its thumbnail is lent through the folder."""
    return {
        "id": style.id,
        "title": style.title,
        "description": style.description,
        "author": style.author,
        "licence": style.licence,
        "own": style.own,
        "settings": style.settings.model_dump(exclude_defaults=True),
        "thumbnail": _thumbnail(style, folder),
    }


def add_style(params: Adding, folder: PrivateFolder, progress: Progress) -> dict[str, Any]:
    """Keep pictures among the user's own styles.

    Raises:
        BadInputError: a picture that cannot be used, a pack that is refused.
        CoreFailureError: the folder of styles cannot be written.
        CancelledError: the user does not want to go on; nothing was added.
    """
    own = OwnStyles()
    if params.path is not None:
        added = own.add(Path(params.path), params.title, progress)
    elif params.picture is not None:
        added = (own.add_picture(folder.picture(params.picture), params.title or "Style"),)
    return {
        "style": told(added[0], folder),
        "styles": [told(style, folder) for style in added],
    }


def paintings() -> dict[str, Any]:
    """The famous paintings that could be fetched, and whether they are here."""
    here = {style.id for style in Paintings().styles()}
    fields = {"id", "title", "artist", "year", "museum", "licence", "page"}
    return {
        "paintings": [
            {**each.model_dump(include=fields), "ready": each.id in here}
            for each in masters().values()
        ]
    }


def fetch_painting(params: Fetching, folder: PrivateFolder, progress: Progress) -> dict[str, Any]:
    """Have a painting here, as a style.

    Raises:
        BadInputError: there is no such painting.
        FetchError: no connection, no picture, another one than the first time, no room.
        CancelledError: the user does not want to go on; what has come stays for the next time.
    """
    return {"style": told(Paintings().fetch(params.id, progress), folder)}


def _thumbnail(style: Style, folder: PrivateFolder) -> str | None:
    try:
        return folder.lend(thumbnail(style))
    except (SegStyleError, OSError) as error:
        _log.warning("The style %s has no thumbnail: %s", style.id, error)
        return None
