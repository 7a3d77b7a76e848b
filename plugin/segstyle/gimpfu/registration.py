"""``register`` and ``main``: from gimpfu's words to GIMP 3's procedures."""

import gettext
import string
import sys
from dataclasses import dataclass, field

from .bindings import Gimp
from .constants import PF_DRAWABLE, PF_IMAGE, PF_LAYER, PF_STRING
from .errors import error
from .parameters import BOTH_WAYS, Parameter, add_result, checked
from .procedures import handlers
from .running import runner

PREFIXES = ("python-", "plug-in-", "extension-", "file-")
IN_NAMES = set(string.ascii_letters + string.digits + "-_")
IMAGE = (PF_IMAGE, "image", "Input image", None)
DRAWABLE = (PF_DRAWABLE, "drawable", "Input drawable", None)
FILE = [(PF_STRING, "filename", "File name", ""), (PF_STRING, "raw-filename", "File name", "")]
MENUS = {"<Toolbox>": "<Image>", "<Vectors>": "<Paths>"}
"""Menus of 2.10 that have other names today."""


@dataclass
class Plugin:
    """What was registered. ``kind`` is "image", "alone", "load" or "save"."""

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
    on_query: object
    on_run: object
    kind: str
    takes_drawable: bool
    said: dict = field(default_factory=dict)


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

    A name without a prefix that GIMP knows gets "python-fu-". Without ``menu``, a path in
    ``label`` is the menu, and image and drawable, or a file's name, lead the parameters by
    themselves. Leading parameters ``(PF_IMAGE, …)`` and ``(PF_DRAWABLE, …)`` or ``(PF_LAYER, …)``
    are the image and the one selected drawable.

    Beyond gimpfu: ``dialog``, called in place of ``function`` when the user is there. It gets the
    same arguments, asks, does the work, and returns the values to be remembered for the next
    time, in order and without image and drawable, or None for none. Without it, a dialog is made
    from the parameters.

    Raises:
        error: a parameter, result or name that gimpfu would not take, or a name that is there
            already.
        NotCoveredError: a kind of parameter that is not covered.
    """
    if not proc_name or not set(proc_name) <= IN_NAMES:
        raise error(f"procedure name contains illegal characters: “{proc_name}”")
    name = proc_name.replace("_", "-")
    if not name.startswith(PREFIXES):
        name = f"python-fu-{name}"
    if name in registered:
        raise error(f"{name} is registered already")
    for result in results:
        checked(result, 3, "result")
    params = list(params)
    if menu is None and label and "/" in label:
        menu, _, label = label.rpartition("/")
        params = [*_implied(menu), *params]
    translated = _translation(domain)
    kind, takes_drawable, leading = _leading(params, menu or "")
    parameters = [Parameter(given) for given in params]
    for parameter in parameters:
        parameter.text = translated(parameter.text) if parameter.text else parameter.text
    registered[name] = Plugin(
        name,
        (translated(blurb) if blurb else blurb, translated(help) if help else help, name),
        (author, copyright, str(date)),
        translated(label) if label else label,
        imagetypes or "",
        parameters[leading:],
        list(results),
        function,
        dialog,
        _menu_of_today(menu),
        on_query,
        on_run,
        kind,
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
    for plugin in registered.values():
        if plugin.on_query:
            plugin.on_query()
    for plugin in registered.values():
        plugin.said = handlers.of(plugin.name)
    Gimp.main(GimpfuPlugIn.__gtype__, sys.argv)


def _implied(menu):
    """The parameters that gimpfu put in front of those of a plug-in with this menu."""
    if menu.startswith("<Load>"):
        return FILE
    if menu.startswith("<Save>"):
        return [IMAGE, DRAWABLE, *FILE]
    return [IMAGE, DRAWABLE] if menu.startswith("<Image>") else []


def _leading(params, menu):
    """What kind of procedure it is, whether it takes a drawable, and how many parameters lead."""
    kinds = [given[0] for given in params[:4]]
    if menu.startswith("<Load>"):
        return "load", False, 2
    if menu.startswith("<Save>"):
        return "save", True, 4
    if kinds[:1] == [PF_IMAGE]:
        takes_drawable = kinds[1:2] in ([PF_DRAWABLE], [PF_LAYER])
        return "image", takes_drawable, 1 + takes_drawable
    return "alone", False, 0


def _menu_of_today(menu):
    for then, now in MENUS.items():
        if menu and menu.startswith(then):
            return now + menu.removeprefix(then)
    return menu


def _translation(domain):
    """The function that translates texts, for a domain or a (domain, folder)."""
    if not domain:
        return str
    name, folder = domain if isinstance(domain, (tuple, list)) else (domain, None)
    return gettext.translation(name, folder, fallback=True).gettext


def _procedure(plug_in, plugin):
    make = {"image": Gimp.ImageProcedure, "load": Gimp.LoadProcedure, "alone": Gimp.Procedure}
    arguments = plug_in, plugin.name, Gimp.PDBProcType.PLUGIN
    if plugin.kind == "save":
        procedure = Gimp.ExportProcedure.new(*arguments, False, runner(plugin), None)
    else:
        procedure = make[plugin.kind].new(*arguments, runner(plugin), None)
    procedure.set_documentation(*plugin.documentation)
    procedure.set_attribution(*plugin.attribution)
    if plugin.kind == "image":
        procedure.set_image_types(plugin.image_types or "*")
        procedure.set_sensitivity_mask(_needed(plugin))
    elif plugin.kind == "alone":
        mode = Gimp.RunMode.__gtype__, Gimp.RunMode.NONINTERACTIVE
        procedure.add_enum_argument("run-mode", "Run mode", "Who decides", *mode, BOTH_WAYS)
    else:
        _tell_files(procedure, plugin)
    if plugin.menu and plugin.kind in ("image", "alone"):
        procedure.set_menu_label(plugin.label)
        procedure.add_menu_path(plugin.menu)
        if "menu" in plugin.said:
            procedure.add_menu_path(_menu_of_today(plugin.said["menu"]))
    for parameter in plugin.parameters:
        parameter.add_to(procedure)
    for result in plugin.results:
        if plugin.kind != "load":  # there the one result is the image
            add_result(procedure, result)
    return procedure


def _tell_files(procedure, plugin):
    """Which files it reads or writes."""
    said = plugin.said
    procedure.set_menu_label(plugin.label)
    procedure.set_format_name(plugin.label.replace("_", ""))
    procedure.set_extensions(said.get("extensions", ""))
    procedure.set_mime_types(said.get("mime_types", ""))
    if plugin.kind == "save":
        procedure.set_image_types(plugin.image_types or "*")
        return
    procedure.set_prefixes(said.get("prefixes", ""))
    procedure.set_magics(said.get("magics", ""))


def _needed(plugin):
    """When the menu entry can be used.

    Several drawables are let in, and then refused in words: a grey entry would not say why.
    """
    mask = Gimp.ProcedureSensitivityMask
    any_number = mask.DRAWABLE | mask.DRAWABLES
    return any_number if plugin.takes_drawable else any_number | mask.NO_DRAWABLES
