"""``pdb``: GIMP's procedures, called with plain arguments in order.

pdb.gimp_image_get_width(image)
pdb["gimp-image-get-width"](image)
"""

from .bindings import Gegl, Gimp, Gio, GObject
from .constants import RUN_NONINTERACTIVE
from .items import unwrap, wrap


class Procedure:
    """One procedure of GIMP's database."""

    def __init__(self, real):
        self._real = real
        self._specs = real.get_arguments()

    def __call__(self, *arguments, run_mode=RUN_NONINTERACTIVE):
        """Call it; a leading run-mode argument may be left out.

        Returns None, the one value that it returns, or a tuple of them.

        Raises:
            RuntimeError: wrong arguments, or the procedure failed; with GIMP's words.
        """
        config = self._real.create_config()
        for spec, value in zip(self._specs, self._complete(arguments, run_mode), strict=True):
            self._set(config, spec, value)
        answer = self._real.run(config)
        if int(answer.index(0)) != int(Gimp.PDBStatusType.SUCCESS):
            reason = Gimp.get_pdb().get_last_error() or "no reason given"
            raise RuntimeError(f"{self._real.get_name()}: {reason}")
        values = [self._returned(answer, place) for place in range(1, answer.length())]
        return None if not values else values[0] if len(values) == 1 else tuple(values)

    def _returned(self, answer, place):
        kind = self._real.get_return_values()[place - 1].value_type.name
        if kind == "GimpCoreObjectArray":
            return wrap(answer.get_core_object_array(place))
        return wrap(answer.index(place))

    def _complete(self, arguments, run_mode):
        names = [spec.get_name() for spec in self._specs]
        if names[:1] == ["run-mode"] and len(arguments) == len(names) - 1:
            arguments = (run_mode, *arguments)
        if len(arguments) != len(names):
            wanted = ", ".join(names) or "no arguments"
            raise RuntimeError(f"{self._real.get_name()} takes {wanted}; {len(arguments)} given")
        return arguments

    def _set(self, config, spec, value):
        name, value = spec.get_name(), unwrap(value)
        kind = spec.value_type.name
        try:
            if kind == "GimpCoreObjectArray":
                config.set_core_object_array(name, value)
            else:
                config.set_property(name, _converted(kind, value))
        except (TypeError, ValueError) as error:
            raise RuntimeError(f"{self._real.get_name()}: {name}: {error}") from None


class Database:
    """GIMP's procedural database."""

    def __getitem__(self, name):
        """The procedure of this name, with dashes or underscores.

        Raises:
            RuntimeError: this GIMP has none of this name.
        """
        name = name.replace("_", "-")
        real = Gimp.get_pdb().lookup_procedure(name)
        if real is None:
            raise RuntimeError(f"GIMP {Gimp.version()} has no procedure {name}.")
        return Procedure(real)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


def _converted(kind, value):
    """``value`` as an argument of GType ``kind`` wants it."""
    if kind == "GFile" and isinstance(value, str):
        return Gio.File.new_for_path(value)
    if kind == "GeglColor" and isinstance(value, str):
        return Gegl.Color.new(value)
    if isinstance(value, int) and GObject.type_is_a(kind, GObject.TYPE_ENUM):
        return GObject.type_from_name(kind).pytype(value)
    return value


pdb = Database()
