"""2.10's filters that GIMP 3 has as operations of GEGL instead of procedures.

What 2.10 handed an operation stands in its app/pdb/plug-in-compat-cmds.c; its pixels were
compared too.
"""

import inspect

from gimpfu.own import Own

from .operations import apply

BLUR_OF_RADIUS = 0.32
"""The standard deviation of a Gaussian blur of radius 1, in GIMP 2.10."""

ABYSS = ("none", "loop", "clamp", "black")
"""Beyond the edges: 2.10's nothing, wrap, smear, black."""


def filters_of(procedures, **how):
    """A decorator: the function is the filter of its name, among ``procedures``.

    It is given the filter's own arguments, those behind image and drawable, and gives GEGL's
    operation and its properties; ``how`` the operation is applied, see ``operations.apply``.
    """

    def keep(function):
        name = function.__name__.replace("_", "-")

        def run(_image, drawable, *arguments):
            apply(drawable, *function(*arguments), **how)

        names = ["image", "drawable", *inspect.signature(function).parameters]
        procedures[name] = Own(name, names, run)
        return function

    return keep
