"""Palettes, gradients, brushes by name; the database itself."""

from gimpfu.bindings import Gimp
from gimpfu.colour import RGB
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


@procedure
def gimp_procedural_db_proc_info(procedure_name):
    real = Gimp.get_pdb().lookup_procedure(procedure_name)
    if real is None:
        raise ValueError(f"there is no procedure {procedure_name}")
    said = real.get_blurb(), real.get_help(), real.get_authors(), real.get_copyright()
    numbers = len(real.get_arguments()), len(real.get_return_values())
    return *said, real.get_date(), int(real.get_proc_type()), *numbers


@procedure
def gimp_progress_init(message, gdisplay):
    Gimp.progress_init(message or "")


@procedure
def gimp_progress_update(percentage):
    Gimp.progress_update(percentage)


def _with_opacity(side):
    def get(name, segment):
        gradient = resource(Gimp.Gradient, name)
        colour = RGB.of(getattr(gradient, f"segment_get_{side}_color")(segment))
        return colour, colour.a * 100

    def put(name, segment, color, opacity):
        red, green, blue, _ = RGB.made_of(color).as_shares()
        colour = RGB(red, green, blue, opacity / 100).real
        getattr(resource(Gimp.Gradient, name), f"segment_set_{side}_color")(segment, colour)

    return get, put


for _side in ("left", "right"):
    _get, _put = _with_opacity(_side)
    procedure(_get, f"gimp-gradient-segment-get-{_side}-color")
    procedure(_put, f"gimp-gradient-segment-set-{_side}-color")
