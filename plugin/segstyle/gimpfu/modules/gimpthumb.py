"""What GIMP 2.10 had and the shim has not."""

raise ImportError("gimpthumb is not covered: thumbnails.")
