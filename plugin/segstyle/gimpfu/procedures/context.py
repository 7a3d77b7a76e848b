"""GIMP's context, set for a moment."""

import contextlib

from gimpfu.bindings import Gimp


@contextlib.contextmanager
def context(**settings):
    """Inside, GIMP's context has other settings, such as ``antialias=True``."""
    Gimp.context_push()
    try:
        for name, value in settings.items():
            values = value if isinstance(value, tuple) else (value,)
            getattr(Gimp, f"context_set_{name}")(*values)
        yield
    finally:
        Gimp.context_pop()


def selecting(antialias, feather, radius_x, radius_y=None, **more):
    """Inside, selections are made with these edges."""
    radius = (radius_x, radius_x if radius_y is None else radius_y)
    return context(antialias=bool(antialias), feather=bool(feather), feather_radius=radius, **more)


def operation_of(number):
    """How a selection is joined with what is selected."""
    return Gimp.ChannelOps(number)
