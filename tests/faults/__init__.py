"""The real worker, driven as the plug-in drives it, while things go wrong."""
