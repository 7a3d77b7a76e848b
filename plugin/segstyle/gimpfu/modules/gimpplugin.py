"""What GIMP 2.10 had and the shim has not."""

raise ImportError("gimpplugin is not covered: call register() and main() of gimpfu instead.")
