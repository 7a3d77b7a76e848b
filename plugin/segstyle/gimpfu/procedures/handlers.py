"""What a plug-in says in its ``on_query`` about the files it reads and writes, and its menus."""

from gimpfu.own import keeper

PROCEDURES = {}
"""2.10's procedures for it, by name."""

_said = {}

procedure = keeper(PROCEDURES)


def keep(name, **said):
    """Remember it for the procedure ``name``, given with dashes or underscores."""
    _said.setdefault(name.replace("_", "-"), {}).update(said)


def of(name):
    """All that was said of the procedure: extensions, prefixes, magics, mime_types, menu."""
    return _said.get(name, {})


@procedure
def gimp_register_load_handler(procedure_name, extensions, prefixes):
    keep(procedure_name, kind="load", extensions=extensions, prefixes=prefixes)


@procedure
def gimp_register_magic_load_handler(procedure_name, extensions, prefixes, magics):
    keep(procedure_name, kind="load", extensions=extensions, prefixes=prefixes, magics=magics)


@procedure
def gimp_register_save_handler(procedure_name, extensions, prefixes):
    keep(procedure_name, kind="save", extensions=extensions, prefixes=prefixes)


@procedure
def gimp_register_file_handler_mime(procedure_name, mime_types):
    keep(procedure_name, mime_types=mime_types)


@procedure
def gimp_register_file_handler_uri(procedure_name):
    """GIMP 3 hands every plug-in a file."""


@procedure
def gimp_register_file_handler_priority(procedure_name, priority):
    keep(procedure_name, priority=priority)


@procedure
def gimp_register_thumbnail_loader(load_proc, thumb_proc):
    """GIMP 3 makes thumbnails by itself."""


@procedure
def gimp_plugin_menu_register(procedure_name, menu_path):
    keep(procedure_name, menu=menu_path)
