"""Values of GIMP 2.10's procedures as GIMP 3 wants them, and the other way round."""

from .bindings import Gegl, Gimp, Gio, GLib, GObject
from .colour import RGB
from .enums import number_then, number_today
from .parasite import Parasite
from .thing import Thing, unwrap, wrap

NUMBERS = {"gint": int, "guint": int, "guchar": int, "gdouble": float, "gboolean": bool}
ARRAYS = ("GimpInt32Array", "GimpDoubleArray", "GStrv", "GBytes", "GimpColorArray")
"""What 2.10 passed as two values: how many, and which."""


def is_a(kind, parent):
    """Whether the GType ``kind`` is, or derives from, the class ``parent``."""
    return GObject.type_is_a(kind, parent.__gtype__)


def class_of(kind):
    """The class of GIMP's GType ``kind``."""
    return getattr(Gimp, kind.name.removeprefix("Gimp"))


def for_gimp(spec, value):
    """``value`` as the argument that ``spec`` describes.

    Raises:
        TypeError, ValueError: it cannot be one.
    """
    kind, name = spec.value_type, spec.value_type.name
    if name == "GimpCoreObjectArray":
        return _objects(spec, value)
    if name in NUMBERS:
        return NUMBERS[name](value)
    if name == "gchararray":
        return _text(spec, value)
    if name == "GFile":
        return file_of(value) if isinstance(value, str) else value
    if name == "GeglColor":
        return RGB.made_of(value).real
    if name == "GimpParasite":
        return value.real if isinstance(value, Parasite) else value
    if name == "GBytes":
        return GLib.Bytes.new(value.encode() if isinstance(value, str) else bytes(value))
    if name in ("GimpInt32Array", "GimpDoubleArray"):
        number = int if name == "GimpInt32Array" else float
        return [number(one) for one in value]
    if is_a(kind, Gimp.Unit):
        return unit_of(value) if isinstance(value, int) else value
    if kind.is_a(GObject.TYPE_ENUM):
        return class_of(kind)(number_today(name.removeprefix("Gimp"), int(value)))
    if is_a(kind, Gimp.Resource):
        return resource(class_of(kind), value)
    if is_a(kind, Gimp.Image) or is_a(kind, Gimp.Item) or is_a(kind, Gimp.Display):
        return _object(class_of(kind), value)
    return unwrap(value)


def for_plug_in(value):
    """What a procedure returned as 2.10 would have: a tuple, for 2.10's arrays were two values."""
    if isinstance(value, (list, tuple)):
        return len(value), tuple(_member(one) for one in value)
    if isinstance(value, GLib.Bytes):
        raw = value.get_data() or b""
        return len(raw), raw
    return (_plain(value),)


def resource(kind, name):
    """The brush, font, palette … of this name.

    An unknown font is replaced as 2.10 did: by another of its family, or the one that is set.

    Raises:
        ValueError: there is none.
    """
    if name is None or isinstance(name, kind):
        return name
    found = kind.get_by_name(name)
    if found is None and kind is Gimp.Font:
        family = name.split(" ")[0]
        similar = Gimp.fonts_get_list(f"^{family}") if family.isalnum() else []
        found = similar[0] if similar else Gimp.context_get_font()
    if found is None:
        raise ValueError(f"there is no {kind.__name__.lower()} “{name}”")
    return found


def unit_of(number):
    """The unit that 2.10 knew by this number."""
    return Gimp.Unit.percent() if number == 65536 else Gimp.Unit.get_by_id(number)


def file_of(text):
    """The file of a path or URI."""
    return Gio.File.new_for_uri(text) if "://" in text else Gio.File.new_for_path(text)


def _text(spec, value):
    if GObject.type_name(spec.__gtype__) == "GimpParamChoice":
        return _choice(Gimp.param_spec_choice_get_choice(spec), value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(f"{value!r} is no text")


def _choice(choice, value):
    """One of a list of words, that 2.10 numbered, or wrote with capitals and underscores."""
    nicks = choice.list_nicks()
    for nick in nicks:
        if (
            choice.get_id(nick) == value
            if isinstance(value, int)
            else _plainly(nick) == _plainly(value)
        ):
            return nick
    raise ValueError(f"{value} is none of {', '.join(nicks)}")


def _plainly(word):
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _objects(spec, value):
    if value is None:
        return []
    if isinstance(value, (Thing, int)):
        value = [value]
    kind = class_of(Gimp.param_spec_core_object_array_get_object_type(spec))
    return [_object(kind, one) for one in value]


def _object(kind, value):
    """An image or item, also given by its number; -1 is none."""
    if isinstance(value, int):
        return kind.get_by_id(value) if value >= 0 else None
    return unwrap(value)


def _member(value):
    return value.get_id() if isinstance(value, (Gimp.Image, Gimp.Item)) else _plain(value)


def _plain(value):
    if isinstance(value, Gimp.Resource):
        return value.get_name()
    if isinstance(value, Gio.File):
        return value.get_path() or value.get_uri()
    if isinstance(value, Gimp.Parasite):
        return Parasite.of(value).copy()  # GIMP's own dies with the answer it came in
    if isinstance(value, Gimp.Unit):
        return 65536 if value == Gimp.Unit.percent() else value.get_id()
    if isinstance(value, GObject.GEnum):
        name = type(value).__gtype__.name.removeprefix("Gimp")
        return number_then(name, int(value))
    if isinstance(value, Gegl.Color):
        return RGB.of(value)
    return wrap(value)
