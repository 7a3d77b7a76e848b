"""What GIMP 2.10 had and the shim has not."""

raise ImportError("pygtk is not covered: PyGTK; GIMP 3 has GTK 3 through gi.repository.")
