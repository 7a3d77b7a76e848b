"""How to segment, as data: what there is to choose from, and what was chosen."""

from typing import NamedTuple

from texts import _


class Choice(NamedTuple):
    """The segmenting procedure's arguments, in their order."""

    segmenter: str
    count: int
    inside_selection: bool
    foreground: str
    background: str
    channels: str
    softness: float = 0.75
    smallest: float = 0.0
    replace: bool = False

    @property
    def division(self):
        """How the photo is divided, as the protocol's ``preview`` has it."""
        return {"count": self.count or None, "smallest": self.smallest}


class Markable(NamedTuple):
    """What an image has to be used as marks: whether something is selected, and names."""

    selection: bool
    strokes: list
    channels: list
    visible_channels: list


class Changes:
    """Which regions the user has united and renamed; a region is the protocol's ``segment``."""

    def __init__(self):
        self._groups = []
        self._names = {}

    @property
    def division(self):
        """The changes, as the protocol's ``preview`` has them."""
        return {"unite": [*self._groups], "names": {**self._names}}

    def unite(self, regions):
        """Make one of several."""
        for region in regions:
            self.separate(region)
        self._groups.append(sorted(number for one in regions for number in one["numbers"]))

    def separate(self, region):
        """Take a union back."""
        if region["numbers"] in self._groups:
            self._groups.remove(region["numbers"])

    def rename(self, region, name):
        """Give another name; an empty one gives the first name back."""
        for number in region["numbers"]:
            self._names.pop(number, None)
        if name.strip():
            self._names[region["numbers"][0]] = name.strip()


class Settings(NamedTuple):
    """How all channels are painted: the styling procedure's arguments but the first two.

    No minutes set no limit, and a size of 0 follows the quality. The method may be a preset's name.
    """

    quality: str = "balanced"
    minutes: float = 0.0
    size: int = 0
    method: str = "independent"
    style_scale: float = 1.0
    colours: str = "style"
    content: float = 1.0
    margin: float = 0.02
    seed: int = 0


QUALITIES = (
    (_("Quick"), "quick"),
    (_("Balanced"), "balanced"),
    (_("Best"), "best"),
)
METHODS = (
    (_("Each region by itself"), "independent"),
    (_("The whole photo in each style, then cut"), "cut"),
    (_("All at once, without seams"), "joint"),
    (_("One after the other on one picture"), "sequential"),
    (_("All at once, toward a pieced-together style"), "surrogate"),
)
PRESETS = (
    (_("Classical: cut and paste, content from many layers"), "cut-n-paste"),
    (_("Classical: cut and paste, style from many layers"), "cut-n-paste-swapped"),
    (_("Classical: several regions, VGG-16 at 300 pixels"), "mrp-vgg16"),
    (_("Classical: one thing alone, slow Adam"), "isolated"),
    (_("Classical: one thing alone, quick Adam"), "isolated-fast"),
    (_("Classical: several regions in three stages, smoothed"), "smooth-multi"),
    (_("Classical: several regions in one run"), "single-shot"),
    (_("Classical: from noise, as in the first paper"), "layer-by-layer"),
)
"""Whole recipes, which decide all that is not chosen beside them."""
COLOURS = (
    (_("The style's"), "style"),
    (_("The photo's"), "photo"),
    (_("The style's, matched to the photo's"), "matched"),
)
EDITED = (
    (_("They stay below the new ones"), "keep-both"),
    (_("They are replaced"), "replace"),
)
LAYERED = (
    (_("OpenRaster"), "ora"),
    (_("XCF, written by GIMP"), "xcf"),
    (_("None"), "none"),
)
FLAT = (
    (_("As the photo is"), "same"),
    (_("JPEG"), "jpeg"),
    (_("PNG"), "png"),
    (_("TIFF"), "tiff"),
    (_("None"), "none"),
)
UNMATCHED = (
    (_("They are left out"), "skip"),
    (_("The most alike is painted"), "nearest"),
    (_("The photo fails"), "fail"),
)
