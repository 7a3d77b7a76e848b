"""A row for each channel: which style it gets, and how strongly."""

from actions.recipe import assignment, assignments_of
from dialogs.gtk import Gtk, ellipsized
from dialogs.number import number
from dialogs.style_icons import ORIGINAL
from dialogs.styles_box import StylesBox
from texts import _

THUMBNAIL = 56, 40
NAME_WIDTH = 18
USUAL, LEAST, MOST, STEP = 100, 5, 400, 5
ROUNDING = 0.5 / USUAL


class ChannelRows:
    """A table of channels; ``changed()`` is called when the user has changed something.

    ``before`` is the recipe to start from.
    """

    def __init__(self, names, before, gallery, changed):
        self._rows = {
            name: _Row(name, assignments_of(before, name), gallery, changed) for name in names
        }
        self.widget = Gtk.Grid(row_spacing=6, column_spacing=9)
        for place, title in ((1, _("Channel")), (2, _("Style")), (3, _("Strength, %"))):
            label = Gtk.Label(label=title, xalign=0.0)
            label.get_style_context().add_class("dim-label")
            self.widget.attach(label, place, 0, 1, 1)
        for line, row in enumerate(self._rows.values(), 1):
            row.attach(self.widget, line)

    @property
    def assignments(self):
        """What is chosen, as a recipe has it."""
        return [one for row in self._rows.values() for one in row.assignments]

    @property
    def is_styled(self):
        """Whether any channel is given a style."""
        return any(row.is_styled for row in self._rows.values())

    def show_thumbnail(self, name, picture):
        """Show a channel's small picture; a channel without one has nothing on the layer."""
        self._rows[name].show_thumbnail(picture)

    def grab_focus(self):
        """Let the keyboard choose the first style."""
        next(iter(self._rows.values())).grab_focus()


class _Row:
    """A channel, to which ``before`` gives a style or a mixture of several."""

    def __init__(self, name, before, gallery, changed):
        self._region, self._changed = name, changed
        self._parts = before or [assignment(name, ORIGINAL, 1.0)]
        self._is_empty = False  # on the layer
        self._thumbnail = Gtk.Image()
        self._thumbnail.set_size_request(*THUMBNAIL)
        self._name = ellipsized(Gtk.Label(label=name, xalign=0.0, tooltip_text=name))
        self._name.set_properties(max_width_chars=NAME_WIDTH, wrap=True, lines=2)
        styles = [one["style"] for one in self._parts]
        self._box = StylesBox(gallery, styles, self._other_style)
        self._strength = number(USUAL * self._usual, LEAST, MOST, STEP, changed)
        self._strength.get_accessible().set_name(_("Strength of {}, per cent").format(name))
        self._strength.set_sensitive(self.is_styled)

    @property
    def assignments(self):
        if self._is_empty:
            return [assignment(self._region, ORIGINAL, 1.0)]
        strength = self._strength.get_value() / USUAL
        if abs(strength - self._usual) <= ROUNDING:
            return self._parts
        return [{**one, "strength": strength} for one in self._parts]

    @property
    def is_styled(self):
        return self._box.is_styled and not self._is_empty

    @property
    def _usual(self):
        """The strength without a change: of a mixture the mean."""
        return sum(one.get("strength", 1.0) for one in self._parts) / len(self._parts)

    def attach(self, grid, line):
        self._box.widget.set_hexpand(True)
        for place, widget in enumerate(
            (self._thumbnail, self._name, self._box.widget, self._strength)
        ):
            grid.attach(widget, place, line, 1, 1)

    def show_thumbnail(self, picture):
        self._is_empty = picture is None
        self._box.widget.set_sensitive(not self._is_empty)
        if self._is_empty:
            self._name.set_tooltip_text(_("This channel is empty on the layer."))
        else:
            self._thumbnail.set_from_pixbuf(picture)

    def grab_focus(self):
        self._box.widget.grab_focus()

    def _other_style(self):
        self._parts = [assignment(self._region, self._box.style, self._usual)]
        self._strength.set_sensitive(self.is_styled)
        self._changed()
