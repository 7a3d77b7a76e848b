"""gimpfu's constants, with gimpfu's numbers, and those of GIMP 2.10's enumerations."""

from . import enums

globals().update((name, number) for _, name, number, _ in enums.numbered())

PF_INT32 = PF_INT = 0
PF_INT16 = 1
PF_INT8 = 2
PF_FLOAT = 3
PF_STRING = PF_VALUE = 4
PF_COLOR = PF_COLOUR = 10
PF_ITEM = PF_REGION = 11
PF_DISPLAY = 12
PF_IMAGE = 13
PF_LAYER = 14
PF_CHANNEL = 15
PF_DRAWABLE = 16
PF_VECTORS = 19
PF_TOGGLE = PF_BOOL = 1000
PF_SLIDER = 1001
PF_SPINNER = PF_ADJUSTMENT = 1002
PF_FONT = 1003
PF_FILE = 1004
PF_BRUSH = 1005
PF_PATTERN = 1006
PF_GRADIENT = 1007
PF_RADIO = 1008
PF_TEXT = 1009
PF_PALETTE = 1010
PF_FILENAME = 1011
PF_DIRNAME = 1012
PF_OPTION = 1013

__all__ = [name for name in dir() if name.isupper()]
