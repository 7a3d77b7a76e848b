"""A slider for a share, in percent, as GIMP's own are."""

from dialogs.gtk import GimpUi, Gtk


class ShareScale:
    """A share from 0 to ``most`` (1 is all); ``changed()`` is called when it changes."""

    def __init__(self, label, share, most, changed=None):
        self._range = Gtk.Adjustment(
            value=100 * share, lower=0, upper=100 * most, step_increment=1, page_increment=5
        )
        self.widget = GimpUi.SpinScale.new(self._range, label, 0)
        self.widget.set_activates_default(True)
        if changed:
            self._range.connect("value-changed", lambda _range: changed())

    @property
    def value(self):
        """The share, 0..1."""
        return round(self._range.get_value()) / 100
