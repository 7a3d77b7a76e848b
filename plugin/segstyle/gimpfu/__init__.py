"""gimpfu for GIMP 3: the way plug-ins were written for GIMP 2.10, on the bindings of today.

    from gimpfu import *

    def darken(image, drawable, amount): ...

    register("darken", "Darken", "Darken a layer", "A", "A", "2026", "_Darken…", "RGB*, GRAY*",
             [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Layer", None),
              (PF_INT, "amount", "Amount", 10)], [], darken, menu="<Image>/Filters")
    main()

What is not covered raises a NotCoveredError that says so.
"""

import gettext
import math

from . import colour as gimpcolor
from . import constants, gimp
from .constants import *
from .database import pdb
from .errors import CancelError, CancelledError, NotCoveredError, error
from .registration import main, register

_ = gettext.translation("gimp30-python", gimp.locale_directory, fallback=True).gettext


def N_(message):
    """Mark a text that is translated later."""
    return message


def fail(message):
    """Tell the user, and end the plug-in's work.

    Raises:
        error: always.
    """
    raise error(message)


__all__ = [
    *constants.__all__,
    "CancelError",
    "CancelledError",
    "N_",
    "NotCoveredError",
    "_",
    "error",
    "fail",
    "gettext",
    "gimp",
    "gimpcolor",
    "main",
    "math",
    "pdb",
    "register",
]
