"""2.10's filters that GIMP 3 has as operations of GEGL instead of procedures."""

import inspect

from gimpfu.bindings import Gimp
from gimpfu.own import Own

BLUR_OF_RADIUS = 0.32
"""The standard deviation of a Gaussian blur of radius 1, in GIMP 2.10."""

ABYSS = {1: "loop", 2: "clamp", 3: "none"}
"""2.10's wrap, smear, black."""


def filters_of(procedures):
    """A decorator: the function is the filter of its name, among ``procedures``.

    It is given the filter's own arguments, those behind image and drawable, and gives GEGL's
    operation and its properties.
    """

    def keep(function):
        name = function.__name__.replace("_", "-")

        def run(_image, drawable, *arguments):
            apply(drawable, *function(*arguments))

        names = ["image", "drawable", *inspect.signature(function).parameters]
        procedures[name] = Own(name, names, run)
        return function

    return keep


def apply(drawable, operation, properties, **inputs):
    """Apply an operation of GEGL to a drawable, where it is selected, for good.

    ``inputs`` are other drawables, by the operation's pads.

    Raises:
        RuntimeError: this GEGL has no such operation, or it no such property.
    """
    try:
        made = Gimp.DrawableFilter.new(drawable.real, operation, None)
    except TypeError:
        made = None
    if made is None:
        raise RuntimeError(f"this GIMP has no operation {operation}")
    config = made.get_config()
    for name, value in properties.items():
        spec = config.find_property(name)
        if spec is None:
            raise RuntimeError(f"{operation} has no property {name}")
        config.set_property(name, _fitting(spec, value))
    for pad, other in inputs.items():
        made.set_aux_input(pad, other.real)
    made.update()
    drawable.real.merge_filter(made)


def _fitting(spec, value):
    """A number within the property's limits; anything else as it is."""
    if spec.value_type.name in ("gint", "gdouble", "guint"):
        value = min(max(value, spec.minimum), spec.maximum)
        return value if spec.value_type.name == "gdouble" else round(value)
    return value
