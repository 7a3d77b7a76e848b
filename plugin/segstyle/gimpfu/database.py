"""``pdb``: GIMP's procedures, by 2.10's names and with 2.10's arguments in order.

pdb.gimp_image_width(image)
pdb["gimp-image-width"](image)
"""

from . import table
from .absent import ABSENT
from .bindings import Gimp
from .calling import run, set_argument, values_of
from .constants import RUN_NONINTERACTIVE
from .conversions import ARRAYS, for_plug_in
from .errors import NotCoveredError
from .procedures import OURS

REQUIRED = ("run-mode", "image", "drawables")
"""What a filter is given at least."""


class Procedure:
    """One procedure of GIMP's database, called by the name ``proc_name``."""

    def __init__(self, proc_name, real):
        self.proc_name = proc_name
        self._real = real
        self._specs = real.get_arguments()

    @property
    def proc_blurb(self):
        return self._real.get_blurb()

    @property
    def proc_help(self):
        return self._real.get_help()

    @property
    def params(self):
        """Of each argument: GIMP 3's type, its name and its meaning."""
        return tuple((one.value_type.name, one.get_name(), one.get_blurb()) for one in self._specs)

    @property
    def nparams(self):
        return len(self._specs)

    def __call__(self, *arguments, run_mode=RUN_NONINTERACTIVE):
        """Call it; a leading run-mode argument may be left out.

        Returns None, the one value that it returns, or a tuple of them. An array comes as two
        values, how many and which, and may be given so.

        Raises:
            RuntimeError: wrong arguments, or the procedure failed; with GIMP's words.
        """
        config = self._real.create_config()
        for spec, value in zip(self._specs, self._complete(arguments, run_mode), strict=False):
            set_argument(self.proc_name, config, spec, value)
        answer = run(self.proc_name, self._real, config)
        returned = values_of(self._real, answer)
        return one_or_all(value for values in returned for value in for_plug_in(values))

    def _complete(self, arguments, run_mode):
        """The arguments with the run mode, and without the lengths of arrays."""
        names = [spec.get_name() for spec in self._specs]
        arrays = [place for place, spec in enumerate(self._specs) if self._is_array(spec)]
        for missing in ([], [run_mode] if names[:1] == ["run-mode"] else []):
            given = [*missing, *arguments]
            if len(given) == len(names):
                return given
            if arrays and len(given) == len(names) + len(arrays):
                for place in arrays:
                    del given[place]
                return given
        if self._has_grown(arguments):
            leading = [] if isinstance(arguments[0], int) else [run_mode]
            given = [*leading, *arguments]
            if len(REQUIRED) <= len(given) < len(names):
                return given
        wanted = ", ".join(names) or "no arguments"
        raise RuntimeError(f"{self.proc_name} takes {wanted}; {len(arguments)} given")

    def _has_grown(self, arguments):
        """Whether it is a plug-in's filter, which may have more arguments than in 2.10.

        Those that are not given stand at their defaults.
        """
        internal = int(self._real.get_proc_type()) == int(Gimp.PDBProcType.INTERNAL)
        names = tuple(spec.get_name() for spec in self._specs[: len(REQUIRED)])
        return arguments and not internal and names == REQUIRED

    def _is_array(self, spec):
        return spec.value_type.name in ARRAYS


class Rearranged:
    """A procedure whose arguments were others in 2.10."""

    def __init__(self, proc_name, names, today, given):
        self.proc_name = proc_name
        self.names, self._today, self._given = names, today, given

    def __call__(self, *arguments, run_mode=RUN_NONINTERACTIVE):
        """Call it with 2.10's arguments; see ``Procedure``."""
        if len(arguments) == len(self.names) + 1:  # a run mode leads
            arguments = arguments[1:]
        if len(arguments) != len(self.names):
            wanted = ", ".join(self.names)
            raise RuntimeError(f"{self.proc_name} takes {wanted}; {len(arguments)} given")
        values = {"None": None, **dict(zip(self.names, arguments, strict=True))}
        given = [values[word] if word in values else int(word) for word in self._given]
        return Procedure(self.proc_name, Gimp.get_pdb().lookup_procedure(self._today))(*given)


def one_or_all(values):
    """None for no value, the value if it is one, else a tuple of all."""
    values = tuple(values)
    return None if not values else values[0] if len(values) == 1 else values


def procedure(name):
    """What is called by a name of 2.10, or of today.

    Raises:
        NotCoveredError: GIMP 3 has no such procedure any more; says what to do.
        RuntimeError: there is none of this name.
    """
    today = table.RENAMED.get(name, name)
    if today in OURS:
        return OURS[today]
    if today in table.REARRANGED:
        return Rearranged(name, *table.REARRANGED[today])
    real = Gimp.get_pdb().lookup_procedure(today)
    if real is not None:
        return Procedure(name, real)
    if name in ABSENT:
        instead = ABSENT[name]
        raise NotCoveredError(f"{name} is not covered, for GIMP 3 has no such thing: {instead}.")
    raise RuntimeError(f"GIMP {Gimp.version()} has no procedure {name}.")


class Database:
    """GIMP's procedural database."""

    def __getitem__(self, name):
        """The procedure of this name, with dashes or underscores.

        Raises:
            RuntimeError: this GIMP has none of this name.
        """
        return procedure(name.replace("_", "-"))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __contains__(self, name):
        try:
            self[name]
        except RuntimeError:
            return False
        return True

    def query(
        self, name=".*", blurb=".*", help=".*", author=".*", copyright=".*", date=".*", kind=".*"
    ):
        """The names of the procedures that match all these regular expressions."""
        return self["gimp-procedural-db-query"](name, blurb, help, author, copyright, date, kind)[1]


pdb = Database()
