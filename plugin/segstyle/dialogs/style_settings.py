"""How all channels are painted: the time there is, and more."""

from choice import COLOURS, METHODS, PRESETS, QUALITIES, Settings
from dialogs.gtk import Gtk, grid, labelled
from dialogs.number import number
from dialogs.pick import Pick
from texts import _

IN_TIME = "minutes"
USUAL_MINUTES = 3
SIZES = (0, 256, 384, 512, 768, 1024, 1536, 2048, 3072)
PER_CENT = 100


class StyleSettings:
    """The controls for ``Settings``; ``changed()`` is called when the user has changed one.

    ``time`` is for the time, ``more`` for all else.
    """

    def __init__(self, before, changed):
        self._before, self._changed = before, changed
        self._time = Pick(IN_TIME if before.minutes else before.quality, self._timed)
        self._minutes = number(before.minutes or USUAL_MINUTES, 0.5, 1440, 0.5, changed)
        self._method = Pick(before.method, changed)
        self._scale = number(before.style_scale * PER_CENT, 10, 1000, 10, changed)
        self._colours = Pick(before.colours, changed)
        self._content = number(before.content, 0, 100, 0.1, changed)
        self._size = Pick(str(before.size), changed)
        self._margin = number(before.margin * PER_CENT, 0, 50, 0.5, changed)
        self._fill()
        self.time = self._time_row()
        self.more = self._more_rows()

    @property
    def chosen(self):
        """The ``Settings`` of now."""
        in_time = self._time.value == IN_TIME
        return self._before._replace(
            quality=self._before.quality if in_time else self._time.value,
            minutes=self._minutes.get_value() if in_time else Settings().minutes,
            size=int(self._size.value),
            method=self._method.value,
            style_scale=self._scale.get_value() / PER_CENT,
            colours=self._colours.value,
            content=round(self._content.get_value(), 2),
            margin=round(self._margin.get_value() / PER_CENT, 4),
        )

    def _fill(self):
        in_time = (_("In a given time"), IN_TIME)
        for pick, rows in (
            (self._time, (*QUALITIES, in_time)),
            (self._method, (*METHODS, *PRESETS)),
            (self._colours, COLOURS),
        ):
            pick.fill([(value, label) for label, value in rows])
        sizes = sorted({*SIZES, self._before.size})
        by_quality = _("As the quality has it")
        self._size.fill(
            [(str(size), _("{} pixels").format(size) if size else by_quality) for size in sizes]
        )

    def _time_row(self):
        self._minutes_row = Gtk.Box(spacing=6, no_show_all=True)
        self._minutes_row.pack_start(self._minutes, False, False, 0)
        self._minutes_row.pack_start(Gtk.Label(label=_("minutes")), False, False, 0)
        for child in self._minutes_row.get_children():
            child.show()
        both = Gtk.Box(spacing=9)
        label = Gtk.Label(label=_("_Quality:"), use_underline=True, xalign=0.0)
        label.set_mnemonic_widget(self._time.widget)
        both.pack_start(label, False, False, 0)
        both.pack_start(self._time.widget, True, True, 0)
        both.pack_start(self._minutes_row, False, False, 0)
        self._minutes_row.set_visible(self._time.value == IN_TIME)
        return both

    def _more_rows(self):
        rows = grid()
        for line, (text, widget) in enumerate(
            (
                (_("M_ethod:"), self._method.widget),
                (_("St_yle scale, %:"), self._scale),
                (_("Colo_urs:"), self._colours.widget),
                (_("Co_ntent:"), self._content),
                (_("_Detail:"), self._size.widget),
                (_("Mar_gin, %:"), self._margin),
            )
        ):
            labelled(rows, line, text, widget)
        for widget, text in (
            (self._scale, _("How large the strokes are")),
            (self._content, _("How much the photo's shapes count; 1 is the usual")),
            (self._size.widget, _("The longest side at which the photo is painted")),
            (self._margin, _("How far layers reach beyond their masks, of the longest side")),
        ):
            widget.set_tooltip_text(text)
        return rows

    def _timed(self):
        self._minutes_row.set_visible(self._time.value == IN_TIME)
        self._changed()
