"""A drop-down of values with labels."""

from dialogs.gtk import Gtk, ellipsized, labelled


class Pick:
    """A drop-down that keeps its value when its rows change; ``changed()`` is the user's doing."""

    def __init__(self, value, changed):
        self._wish = value
        self._changed = changed
        self.widget = Gtk.ComboBoxText()
        ellipsized(self.widget.get_cells()[0])
        self._handler = self.widget.connect("changed", self._chosen)

    @property
    def value(self):
        """The value chosen; the one wished for while there are no rows."""
        chosen = self.widget.get_active_id()
        return self._wish if chosen is None else chosen

    def fill(self, rows):
        """Offer these (value, label); the first is chosen when the wish is not among them."""
        with self.widget.handler_block(self._handler):
            self.widget.remove_all()
            for value, label in rows:
                self.widget.append(value, label)
            if not self.widget.set_active_id(self._wish):
                self.widget.set_active(0)

    def attach(self, grid, row, text):
        """Put it into a row of a grid, with a label; returns what is to be shown or hidden."""
        return labelled(grid, row, text, self.widget), self.widget

    def _chosen(self, widget):
        self._wish = widget.get_active_id()
        self._changed()
