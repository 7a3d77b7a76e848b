"""gimpfu for GIMP 3: the way plug-ins were written for GIMP 2.10, on the bindings of today.

    from gimpfu import PF_DRAWABLE, PF_IMAGE, PF_INT, main, register

    def darken(image, drawable, amount): ...

    register("darken", "Darken", "Darken a layer", "A", "A", "2026", "_Darken…", "RGB*, GRAY*",
             [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Layer", None),
              (PF_INT, "amount", "Amount", 10)], [], darken, menu="<Image>/Filters")
    main()

What is not covered raises a NotCoveredError that says so.
"""

from . import constants, gimp
from .constants import *
from .database import pdb
from .errors import CancelledError, NotCoveredError
from .registration import main, register

__all__ = [
    *constants.__all__,
    "CancelledError",
    "NotCoveredError",
    "gimp",
    "main",
    "pdb",
    "register",
]
