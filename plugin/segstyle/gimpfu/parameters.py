"""The arguments that ``register`` is given, turned into GIMP 3's."""

from . import constants as c
from .bindings import Gegl, Gimp, Gio, GObject
from .errors import NotCoveredError
from .items import wrap

BOTH_WAYS = GObject.ParamFlags.READWRITE
INT_RANGES = {
    c.PF_INT32: (-(2**31), 2**31 - 1),
    c.PF_INT16: (-(2**15), 2**15 - 1),
    c.PF_INT8: (0, 255),
}
TEXTS = (c.PF_STRING, c.PF_TEXT)
NUMBERS_IN_RANGE = (c.PF_SLIDER, c.PF_SPINNER)
CHOICES = (c.PF_OPTION, c.PF_RADIO)
FILES = {
    c.PF_FILE: Gimp.FileChooserAction.OPEN,
    c.PF_FILENAME: Gimp.FileChooserAction.OPEN,
    c.PF_DIRNAME: Gimp.FileChooserAction.SELECT_FOLDER,
}
ITEMS = {
    c.PF_IMAGE: "image",
    c.PF_LAYER: "layer",
    c.PF_CHANNEL: "channel",
    c.PF_DRAWABLE: "drawable",
}


class Parameter:
    """One argument: ``(kind, name, text, default)`` or ``(kind, name, text, default, extra)``."""

    def __init__(self, given):
        if len(given) not in (4, 5):
            raise ValueError(f"a parameter is (kind, name, text, default[, extra]), not {given}")
        self.kind, name, self.text, self.default = given[:4]
        self.extra = given[4] if len(given) == 5 else None
        self.name = name.replace("_", "-")
        if not name.isidentifier() or not name.isascii():
            raise ValueError(f"“{name}” cannot be the name of a parameter")
        known = (*INT_RANGES, *TEXTS, *NUMBERS_IN_RANGE, *CHOICES, *FILES, *ITEMS)
        if self.kind not in (*known, c.PF_FLOAT, c.PF_TOGGLE, c.PF_COLOR):
            raise NotCoveredError(f"{name}: parameters of kind {self.kind} are not covered")

    def add_to(self, procedure):
        """Declare it as an argument of a GIMP procedure."""
        head, default, kind = (self.name, self.text or self.name, None), self.default, self.kind
        if kind in INT_RANGES:
            procedure.add_int_argument(*head, *INT_RANGES[kind], int(default or 0), BOTH_WAYS)
        elif kind == c.PF_FLOAT:
            procedure.add_double_argument(*head, -1e300, 1e300, float(default or 0), BOTH_WAYS)
        elif kind in NUMBERS_IN_RANGE:
            low, high = map(float, self.extra[:2])
            procedure.add_double_argument(*head, low, high, float(default), BOTH_WAYS)
        elif kind == c.PF_TOGGLE:
            procedure.add_boolean_argument(*head, bool(default), BOTH_WAYS)
        elif kind == c.PF_COLOR:
            colour = Gegl.Color.new(default or "black")
            procedure.add_color_argument(*head, True, colour, BOTH_WAYS)
        elif kind in CHOICES:
            choice, chosen = self._choice()
            procedure.add_choice_argument(*head, choice, chosen, BOTH_WAYS)
        elif kind in FILES:
            file = Gio.File.new_for_path(default) if default else None
            procedure.add_file_argument(*head, FILES[kind], True, file, BOTH_WAYS)
        elif kind in ITEMS:
            getattr(procedure, f"add_{ITEMS[kind]}_argument")(*head, True, BOTH_WAYS)
        else:
            procedure.add_string_argument(*head, default or "", BOTH_WAYS)

    def value(self, config):
        """What the function gets for it."""
        if self.kind in CHOICES:
            return self._options()[config.get_choice_id(self.name)][1]
        value = config.get_property(self.name)
        if self.kind in FILES:
            return value.get_path() if value else ""
        return wrap(value)

    def remember(self, config, value):
        """Keep ``value`` as the one used last; for numbers, texts and toggles."""
        config.set_property(self.name, value)

    def _options(self):
        """Labels with the values that the function gets for them."""
        if self.kind == c.PF_RADIO:
            return list(self.extra)
        return [(label, place) for place, label in enumerate(self.extra)]

    def _choice(self):
        choice, options = Gimp.Choice.new(), self._options()
        for place, (label, value) in enumerate(options):
            choice.add(str(value), place, label, "")
        values = [value for _, value in options]
        return choice, str(self.default if self.default in values else values[0])


def add_result(procedure, given):
    """Declare ``(kind, name, text)`` as a return value; returns its GType."""
    kind, name, text = given
    head = (name.replace("_", "-"), text or name, None)
    if kind in INT_RANGES:
        procedure.add_int_return_value(*head, *INT_RANGES[kind], 0, BOTH_WAYS)
    elif kind == c.PF_FLOAT:
        procedure.add_double_return_value(*head, -1e300, 1e300, 0.0, BOTH_WAYS)
    elif kind == c.PF_TOGGLE:
        procedure.add_boolean_return_value(*head, False, BOTH_WAYS)
    elif kind in TEXTS:
        procedure.add_string_return_value(*head, "", BOTH_WAYS)
    elif kind in ITEMS:
        getattr(procedure, f"add_{ITEMS[kind]}_return_value")(*head, True, BOTH_WAYS)
    else:
        raise NotCoveredError(f"{name}: results of kind {kind} are not covered")
