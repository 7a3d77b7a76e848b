"""``import gimp``, as in GIMP 2.10."""

import sys

from gimpfu import gimp

sys.modules[__name__] = gimp
