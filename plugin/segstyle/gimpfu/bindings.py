"""GIMP's bindings, in the versions that GIMP 3 has."""

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")

from gi.repository import Babl, Gegl, Gimp, Gio, GLib, GObject  # noqa: E402

__all__ = ["Babl", "GLib", "GObject", "Gegl", "Gimp", "Gio"]
