"""What a painted layer keeps about itself: what it was painted by, and what it looked like then."""

import hashlib
import json
from typing import NamedTuple

from actions.reading import with_children
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE

PARASITE = "segstyle-layer"


class Record(NamedTuple):
    """A layer's note on itself, kept in it as JSON.

    ``photo`` is the tattoo of the layer that was painted; ``settings`` the recipe it was painted
    by, with the assignments of its own region alone; the fingerprints are those of its pixels and
    of its mask when they were written.
    """

    version: int
    photo: int
    region: str
    style: str
    settings: dict
    pixels_sha256: str
    mask_sha256: str


def keep_record(layer, photo, region, style, settings):
    """Have a layer that was just painted keep its record."""
    record = Record(
        1, photo.tattoo, region, style, settings, pixels_of(layer), coverage_of(layer.mask)
    )
    flags = PARASITE_PERSISTENT | PARASITE_UNDOABLE
    layer.attach_new_parasite(PARASITE, flags, json.dumps(record._asdict()))


def record_of(layer):
    """A layer's record; None when it has none that can be read."""
    try:
        record = Record(**json.loads(layer.parasite_find(PARASITE) or "null"))
        return record if record.version == 1 else None
    except (ValueError, TypeError):
        return None


def painted_layers(image):
    """All layers of the image that keep a record, with it: (layer, record), from the top."""
    recorded = ((layer, record_of(layer)) for layer in with_children(image.layers))
    return [(layer, record) for layer, record in recorded if record]


def has_edited_pixels(layer, record):
    """Whether the user has worked on the layer's pixels, or taken its mask away."""
    return layer.mask is None or pixels_of(layer) != record.pixels_sha256


def has_edited_mask(layer, record):
    """Whether the layer has a mask that the user has worked on."""
    return layer.mask is not None and coverage_of(layer.mask) != record.mask_sha256


def pixels_of(layer):
    """The fingerprint of a layer's pixels."""
    return _fingerprint(layer, gimp.PICTURE, (0, 0, layer.width, layer.height))


def coverage_of(drawable, box=None):
    """The fingerprint of a mask, or of a box of a channel."""
    whole = 0, 0, drawable.width, drawable.height
    return _fingerprint(drawable, gimp.coverage_format(drawable), box or whole)


def _fingerprint(drawable, encoding, box):
    digest = hashlib.sha256()
    for rows in gimp.read(drawable, *box, encoding):
        digest.update(rows)
    return digest.hexdigest()
