"""What a painted layer keeps about itself: what it was painted by, and what it looked like then."""

import hashlib
import json
from functools import cached_property
from typing import NamedTuple

from actions.reading import with_children
from actions.recipe import is_recipe
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE

PARASITE = "segstyle-layer"


class Record(NamedTuple):
    """A layer's note on itself, kept in it as JSON.

    ``photo`` is the tattoo of the layer that was painted; ``settings`` the recipe it was painted
    by, with the assignments of its own region alone; the fingerprints are those of the pixels when
    they were written, and of the mask as the region's channel had it.
    """

    version: int
    photo: int
    region: str
    style: str
    settings: dict
    pixels_sha256: str
    mask_sha256: str


class PaintedLayer:
    """A layer with its record, as it was when it was first asked about."""

    def __init__(self, layer, record):
        self.layer = layer
        self.record = record

    @property
    def has_edited_pixels(self):
        """Whether the user has worked on its pixels, or taken its mask away."""
        pixels, mask = self._fingerprints
        return mask is None or pixels != self.record.pixels_sha256

    @property
    def has_edited_mask(self):
        """Whether it has a mask that the user has worked on."""
        _pixels, mask = self._fingerprints
        return mask is not None and mask != self.record.mask_sha256

    @property
    def is_as_it_was(self):
        """Whether it is still there, and the user has not worked on it meanwhile."""
        return self.layer.is_valid and _fingerprints_of(self.layer) == self._fingerprints

    @cached_property
    def _fingerprints(self):
        return _fingerprints_of(self.layer)


def keep_record(layer, photo, region, style, settings, mask_sha256=None):
    """Have a layer that was just painted keep its record.

    ``mask_sha256`` is given when its mask is the user's own and not as the channel had it.
    """
    pixels, mask = _fingerprints_of(layer)
    record = Record(1, photo.tattoo, region, style, settings, pixels, mask_sha256 or mask)
    flags = PARASITE_PERSISTENT | PARASITE_UNDOABLE
    layer.attach_new_parasite(PARASITE, flags, json.dumps(record._asdict()))


def painted_layers(image):
    """The image's layers that keep a record, from the top."""
    recorded = ((layer, _record_of(layer)) for layer in with_children(image.layers))
    return [PaintedLayer(layer, record) for layer, record in recorded if record]


def _record_of(layer):
    try:
        record = Record(**json.loads(layer.parasite_text(PARASITE) or "null"))
    except (ValueError, TypeError):
        return None
    return record if record.version == 1 and is_recipe(record.settings) else None


def _fingerprints_of(layer):
    """Those of a layer's pixels and of its mask; None for no mask."""
    mask = layer.mask
    return fingerprint(layer, gimp.PICTURE), mask and fingerprint(mask, gimp.coverage_format(mask))


def fingerprint(drawable, encoding, box=None):
    """The SHA-256 of a drawable's bytes, or of those in a box of it."""
    digest = hashlib.sha256()
    for rows in gimp.read(drawable, *(box or (0, 0, drawable.width, drawable.height)), encoding):
        digest.update(rows)
    return digest.hexdigest()
