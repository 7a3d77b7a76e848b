"""The arguments that ``register`` is given, turned into GIMP 3's."""

import string

from . import constants as c
from .bindings import Gegl, Gimp, Gio, GObject
from .colour import RGB
from .errors import NotCoveredError, error
from .thing import wrap

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
    c.PF_ITEM: "item",
    c.PF_DISPLAY: "display",
    c.PF_IMAGE: "image",
    c.PF_LAYER: "layer",
    c.PF_CHANNEL: "channel",
    c.PF_DRAWABLE: "drawable",
    c.PF_VECTORS: "path",
}
RESOURCES = {
    c.PF_FONT: "font",
    c.PF_BRUSH: "brush",
    c.PF_PATTERN: "pattern",
    c.PF_GRADIENT: "gradient",
    c.PF_PALETTE: "palette",
}
OTHERS = (c.PF_FLOAT, c.PF_TOGGLE, c.PF_COLOR)
KNOWN = (*INT_RANGES, *TEXTS, *NUMBERS_IN_RANGE, *CHOICES, *FILES, *ITEMS, *RESOURCES, *OTHERS)
IN_NAMES = set(string.ascii_letters + string.digits + "-_")
TAKEN = ("run-mode", "image", "drawables", "procedure")
"""Names that GIMP 3's own arguments have."""


def checked(given, least, what):
    """A definition of a parameter or result, as gimpfu demanded it.

    Raises:
        error: it is none.
    """
    if len(given) < least:
        raise error(
            f"{what} definition must contain at least {least} elements "
            f"({len(given)} given: {given})"
        )
    if not isinstance(given[0], int):
        raise error(f"{what} types must be integers")
    if not given[1] or not set(given[1]) <= IN_NAMES:
        raise error(f"{what} name contains illegal characters: “{given[1]}”")
    return given


class Parameter:
    """One argument: ``(kind, name, text, default)`` or ``(kind, name, text, default, extra)``."""

    def __init__(self, given):
        given = checked(given, 4, "parameter")
        self.kind, name, self.text, self.default = given[:4]
        self.extra = given[4] if len(given) > 4 else None
        self.name = name.replace("_", "-")
        if not self.name[0].isalpha() or self.name in TAKEN:
            self.name = f"arg-{self.name}"
        if self.kind not in KNOWN:
            raise NotCoveredError(f"{name}: parameters of kind {self.kind} are not covered")

    def add_to(self, procedure):
        """Declare it as an argument of a GIMP procedure."""
        head, default, kind = (self.name, self.text or self.name, None), self.default, self.kind
        if kind in INT_RANGES:
            low, high = INT_RANGES[kind]
            number = min(max(int(default or 0), low), high)
            procedure.add_int_argument(*head, low, high, number, BOTH_WAYS)
        elif kind == c.PF_FLOAT:
            procedure.add_double_argument(*head, -1e300, 1e300, float(default or 0), BOTH_WAYS)
        elif kind in NUMBERS_IN_RANGE:
            self._add_number(procedure, head)
        elif kind == c.PF_TOGGLE:
            procedure.add_boolean_argument(*head, bool(default), BOTH_WAYS)
        elif kind == c.PF_COLOR:
            Gegl.init(None)  # GIMP does it only when a procedure is called
            colour = RGB.made_of(default or "black").real
            procedure.add_color_argument(*head, True, colour, BOTH_WAYS)
        elif kind in CHOICES:
            choice, chosen = self._choice()
            procedure.add_choice_argument(*head, choice, chosen, BOTH_WAYS)
        elif kind in FILES:
            file = Gio.File.new_for_path(default) if default else None
            procedure.add_file_argument(*head, FILES[kind], True, file, BOTH_WAYS)
        elif kind in ITEMS:
            getattr(procedure, f"add_{ITEMS[kind]}_argument")(*head, True, BOTH_WAYS)
        elif kind in RESOURCES:
            add = getattr(procedure, f"add_{RESOURCES[kind]}_argument")
            add(*head, True, None, True, BOTH_WAYS)
        else:
            text = "" if default is None else str(default)
            procedure.add_string_argument(*head, text, BOTH_WAYS)

    def value(self, config):
        """What the function gets for it."""
        if self.kind in CHOICES:
            return self._options()[config.get_choice_id(self.name)][1]
        value = config.get_property(self.name)
        if self.kind in FILES:
            return value.get_path() if value else ""
        if self.kind in RESOURCES:
            return self._name_of(value)
        if self.kind in TEXTS:
            return value or ""
        return wrap(value)

    def remember(self, config, value):
        """Keep ``value`` as the one used last; for numbers, texts and toggles."""
        config.set_property(self.name, value)

    def _name_of(self, resource):
        if resource is not None:
            return resource.get_name()
        return self.default if isinstance(self.default, str) else ""

    def _add_number(self, procedure, head):
        """Whole when the default, the limits and the step are, else real."""
        low, high, *step = self.extra or (0, 100, 1)
        whole = all(isinstance(one, int) for one in (self.default, low, high, *step))
        number = min(max(self.default or 0, low), high)
        if whole:
            procedure.add_int_argument(*head, low, high, number, BOTH_WAYS)
        else:
            limits = float(low), float(high), float(number)
            procedure.add_double_argument(*head, *limits, BOTH_WAYS)

    def _options(self):
        """Labels with the values that the function gets for them."""
        if self.kind == c.PF_RADIO:
            return list(self.extra)
        return [(label, place) for place, label in enumerate(self.extra)]

    def _choice(self):
        choice, options = Gimp.Choice.new(), self._options()
        for place, (label, value) in enumerate(options):
            choice.add(str(value), place, str(label), "")
        values = [value for _, value in options]
        return choice, str(self.default if self.default in values else values[0])


def add_result(procedure, given):
    """Declare ``(kind, name, text)`` as a return value."""
    kind, name, text = given[:3]
    head = (name.replace("_", "-"), text or name, None)
    if kind in INT_RANGES:
        procedure.add_int_return_value(*head, *INT_RANGES[kind], 0, BOTH_WAYS)
    elif kind == c.PF_FLOAT or kind in NUMBERS_IN_RANGE:
        procedure.add_double_return_value(*head, -1e300, 1e300, 0.0, BOTH_WAYS)
    elif kind == c.PF_TOGGLE:
        procedure.add_boolean_return_value(*head, False, BOTH_WAYS)
    elif kind == c.PF_COLOR:
        Gegl.init(None)
        black = Gegl.Color.new("black")
        procedure.add_color_return_value(*head, True, black, BOTH_WAYS)
    elif kind in (*TEXTS, *FILES, *RESOURCES):
        procedure.add_string_return_value(*head, "", BOTH_WAYS)
    elif kind in ITEMS:
        getattr(procedure, f"add_{ITEMS[kind]}_return_value")(*head, True, BOTH_WAYS)
    else:
        raise NotCoveredError(f"{name}: results of kind {kind} are not covered")
