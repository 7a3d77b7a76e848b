"""The style engine: encoder, statistics, losses, optimiser, pyramid.

The face carries no torch; import the modules that do the work.
"""
