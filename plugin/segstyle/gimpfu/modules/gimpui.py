"""What GIMP 2.10 had and the shim has not."""

raise ImportError("gimpui is not covered: give register() parameters, and a dialog is made.")
