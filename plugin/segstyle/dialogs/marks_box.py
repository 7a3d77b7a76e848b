"""What can be marked for a way of segmenting: the selection, strokes, channels."""

from dialogs.gtk import Gtk, column, grid
from dialogs.pick import Pick
from texts import _


class MarksBox:
    """The controls for marks, as far as there is a use for them; ``changed()`` is the user's."""

    def __init__(self, before, changed):
        self._inside = Gtk.CheckButton(use_underline=True, active=before.inside_selection)
        self._inside.connect("toggled", lambda _box: changed())
        self._foreground = Pick(before.foreground, changed)
        self._background = Pick(before.background, changed)
        self._channels = Pick(before.channels, changed)
        rows = grid()
        self._shown_for = {
            "strokes": (
                *self._foreground.attach(rows, 0, _("_Foreground strokes:")),
                *self._background.attach(rows, 1, _("Back_ground strokes:")),
            ),
            "channels": self._channels.attach(rows, 2, _("C_hannels:")),
            "selection": (self._inside,),
        }
        self.widget = column(6)
        self.widget.pack_start(rows, False, False, 0)
        self.widget.pack_start(self._inside, False, False, 0)
        for widgets in self._shown_for.values():
            for widget in widgets:
                widget.set_no_show_all(True)

    @property
    def chosen(self):
        """``Choice``'s fields for marks, in their order."""
        picks = self._foreground, self._background, self._channels
        return self._inside.get_active(), *(pick.value for pick in picks)

    def offer(self, markable, wants):
        """Show what there is to mark with, as far as the segmenter ``wants`` it."""
        none = [("", _("None"))]
        strokes = none + [(name, name) for name in markable.strokes]
        self._foreground.fill(strokes)
        self._background.fill(strokes)
        if wants == ["channels"]:
            visible = _lines(markable.visible_channels)
            some = [(visible, _("The visible ones"))] if visible else []
            self._channels.fill([("", _("All")), *some])
        else:
            self._channels.fill(none + [(_lines([name]), name) for name in markable.channels])
        within, about = _("_Only inside the selection"), _("What I want is in the selec_tion")
        self._inside.set_label(about if "area" in wants else within)
        present = {*wants, "selection"} if markable.selection else {*wants}
        for want, widgets in self._shown_for.items():
            for widget in widgets:
                widget.set_visible(want in present)


def _lines(names):
    return "".join(f"{name}\n" for name in names)
