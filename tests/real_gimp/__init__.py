"""A real GIMP 3 for the tests: the installed one, or one in a root of its own."""

from __future__ import annotations

from real_gimp.places import Gimp, NoGimpError, find
from real_gimp.running import Profile, run_inside

__all__ = ["Gimp", "NoGimpError", "Profile", "find", "run_inside"]
