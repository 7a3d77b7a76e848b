"""``import gimpcolor``, as in GIMP 2.10."""

import sys

from gimpfu import gimpcolor

sys.modules[__name__] = gimpcolor
