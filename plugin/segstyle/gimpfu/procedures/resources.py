"""Palettes, gradients, brushes by name; the database itself."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import resource
from gimpfu.own import Own, keeper

PROCEDURES = {}
procedure = keeper(PROCEDURES)


def _for_names_of(kind):
    """The four procedures that 2.10 had for each kind of resource."""

    def delete(name):
        resource(kind, name).delete()

    def duplicate(name):
        return resource(kind, name).duplicate().get_name()

    def is_editable(name):
        return resource(kind, name).is_editable()

    def rename(name, new_name):
        changed = resource(kind, name)
        changed.rename(new_name)
        return changed.get_name()

    return {"delete": delete, "duplicate": duplicate, "is-editable": is_editable, "rename": rename}


for _kind in (Gimp.Brush, Gimp.Gradient, Gimp.Palette):
    for _what, _function in _for_names_of(_kind).items():
        _name = f"gimp-{_kind.__name__.lower()}-{_what}"
        _arguments = ["name", "new_name"] if _what == "rename" else ["name"]
        PROCEDURES[_name] = Own(_name, _arguments, _function)


@procedure
def gimp_procedural_db_proc_exists(procedure_name):
    return Gimp.get_pdb().procedure_exists(procedure_name)


@procedure
def gimp_procedural_db_temp_name():
    return Gimp.get_pdb().temp_procedure_name()


@procedure
def gimp_procedural_db_query(name, blurb, help, author, copyright, date, proc_type):
    patterns = name, blurb, help, ".*", author, copyright, date, proc_type
    found = Gimp.get_pdb().query_procedures(*patterns)
    return len(found), tuple(found)
