"""How many regions: a slider with a number, or as many as are found."""

from dialogs.gtk import Gtk, column
from texts import _

USUAL, MOST = 5, 60


class NumberBox:
    """The controls for the number of regions; ``changed()`` is called when it changes.

    ``is_set`` tells whether the user has given a number.
    """

    def __init__(self, count, changed):
        self.is_set = False
        self._range = Gtk.Adjustment(value=count or USUAL, lower=1, upper=MOST, step_increment=1)
        self._range.set_page_increment(5)
        slider = Gtk.Scale(adjustment=self._range, digits=0, draw_value=False, hexpand=True)
        self._number = number = Gtk.SpinButton(
            adjustment=self._range, numeric=True, activates_default=True
        )
        self._every = Gtk.CheckButton(use_underline=True, active=count == 0)
        self.widget = column(6)
        self._row = Gtk.Box(spacing=6, sensitive=count != 0)
        label = Gtk.Label(label=_("_Number of regions:"), use_underline=True, xalign=0.0)
        label.set_mnemonic_widget(number)
        self._row.pack_start(slider, True, True, 0)
        self._row.pack_start(number, False, False, 0)
        for widget in (label, self._row, self._every):
            self.widget.pack_start(widget, False, False, 0)
        self._changed = changed
        self._setting = self._range.connect("value-changed", self._set)
        self.show_own(None)
        self._every.connect("toggled", self._toggled)

    @property
    def count(self):
        """The number; 0 for as many as are found."""
        return 0 if self._every.get_active() else round(self._range.get_value())

    def grab_focus(self):
        """Let the keyboard write into the number."""
        self._number.grab_focus()

    def leave_it(self):
        """Choose as many as are found."""
        self._every.set_active(True)

    def show_own(self, count):
        """Say how many are found; None while that is not known."""
        text = _("As _many as are found")
        self._every.set_label(text if count is None else f"{text} ({count})")
        if count and self._every.get_active():
            with self._range.handler_block(self._setting):
                self._range.set_value(count)

    def _set(self, _range):
        self.is_set = True
        self._changed()

    def _toggled(self, every):
        self._row.set_sensitive(not every.get_active())
        self._changed()
