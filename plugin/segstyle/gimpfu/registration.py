"""``register`` and ``main``: from gimpfu's words to GIMP 3's procedures."""

import sys
from typing import NamedTuple

from .bindings import Gimp
from .constants import PF_DRAWABLE, PF_IMAGE, PF_LAYER
from .errors import NotCoveredError
from .parameters import BOTH_WAYS, Parameter, add_result
from .running import runner

PREFIXES = ("python-fu-", "plug-in-", "extension-", "file-")


class Plugin(NamedTuple):
    """What was registered."""

    name: str
    documentation: tuple
    attribution: tuple
    label: str
    image_types: str
    parameters: list
    results: list
    function: object
    dialog: object
    menu: str
    takes_image: bool
    takes_drawable: bool


registered = {}


def register(
    proc_name,
    blurb,
    help,
    author,
    copyright,
    date,
    label,
    imagetypes,
    params,
    results,
    function,
    menu=None,
    domain=None,
    on_query=None,
    on_run=None,
    *,
    dialog=None,
):
    """Register a plug-in, as in gimpfu.

    A name without a prefix that GIMP knows gets "python-fu-". Leading parameters
    ``(PF_IMAGE, …)`` and ``(PF_DRAWABLE, …)`` or ``(PF_LAYER, …)`` are the image and the one
    selected drawable.

    Beyond gimpfu: ``dialog``, called in place of ``function`` when the user is there. It gets the
    same arguments, asks, does the work, and returns the values to be remembered for the next
    time, in order and without image and drawable, or None for none. Without it, a dialog is made
    from the parameters.

    Raises:
        NotCoveredError: domain, on_query, on_run, or a kind of parameter that is not covered.
        ValueError: a parameter that gimpfu would not take, or a name that is there already.
    """
    if domain or on_query or on_run:
        raise NotCoveredError("register: domain, on_query and on_run are not covered")
    name = proc_name.replace("_", "-")
    if not name.startswith(PREFIXES):
        name = f"python-fu-{name}"
    if name in registered:
        raise ValueError(f"{name} is registered already")
    kinds = [given[0] for given in params[:2]]
    takes_image = kinds[:1] == [PF_IMAGE]
    takes_drawable = takes_image and kinds[1:] in ([PF_DRAWABLE], [PF_LAYER])
    registered[name] = Plugin(
        name,
        (blurb, help, name),
        (author, copyright, date),
        label,
        imagetypes or "",
        [Parameter(given) for given in params[takes_image + takes_drawable :]],
        results,
        function,
        dialog,
        menu,
        takes_image,
        takes_drawable,
    )


class GimpfuPlugIn(Gimp.PlugIn):
    """The process that GIMP talks to."""

    def do_set_i18n(self, _name):
        return False

    def do_query_procedures(self):
        return list(registered)

    def do_create_procedure(self, name):
        return _procedure(self, registered[name])


def main():
    """Hand over to GIMP; call it last."""
    Gimp.main(GimpfuPlugIn.__gtype__, sys.argv)


def _procedure(plug_in, plugin):
    kind = Gimp.PDBProcType.PLUGIN
    make = Gimp.ImageProcedure if plugin.takes_image else Gimp.Procedure
    procedure = make.new(plug_in, plugin.name, kind, runner(plugin), None)
    procedure.set_documentation(*plugin.documentation)
    procedure.set_attribution(*plugin.attribution)
    if plugin.takes_image:
        procedure.set_image_types(plugin.image_types)
        procedure.set_sensitivity_mask(_needed(plugin))
    if plugin.menu:
        procedure.set_menu_label(plugin.label)
        procedure.add_menu_path(plugin.menu)
    if not plugin.takes_image:
        head, modes = ("run-mode", "Run mode", None), Gimp.RunMode
        procedure.add_enum_argument(*head, modes, modes.NONINTERACTIVE, BOTH_WAYS)
    for parameter in plugin.parameters:
        parameter.add_to(procedure)
    for result in plugin.results:
        add_result(procedure, result)
    return procedure


def _needed(plugin):
    """When the menu entry can be used.

    Several drawables are let in, and then refused in words: a grey entry would not say why.
    """
    mask = Gimp.ProcedureSensitivityMask
    any_number = mask.DRAWABLE | mask.DRAWABLES
    return any_number if plugin.takes_drawable else any_number | mask.NO_DRAWABLES
