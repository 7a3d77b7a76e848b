"""What GIMP 2.10 had and the shim has not."""

raise ImportError("gobject is not covered: PyGObject 2; GIMP 3 has GObject through gi.repository.")
