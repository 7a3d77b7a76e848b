"""``from gimpenums import *``, as in GIMP 2.10."""

from gimpfu.constants import *
from gimpfu.constants import __all__ as __all__
