"""How to segment, as data: what there is to choose from, and what was chosen."""

from typing import NamedTuple


class Choice(NamedTuple):
    """The segmenting procedure's arguments, in their order."""

    segmenter: str
    count: int
    inside_selection: bool
    foreground: str
    background: str
    channels: str


class Markable(NamedTuple):
    """What an image has to be used as marks: whether something is selected, and names."""

    selection: bool
    strokes: list
    channels: list
    visible_channels: list
