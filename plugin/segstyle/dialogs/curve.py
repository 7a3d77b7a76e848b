"""The losses while it paints, as three lines; the higher ones are the worse."""

import math

from dialogs.gtk import Gtk
from texts import _

SIZE = 240, 96
MARGIN = 6
LINE = 1.6
LOSSES = (
    ("content", _("Content"), (0.0, 0.447, 0.698)),
    ("style", _("Style"), (0.835, 0.369, 0.0)),
    ("variation", _("Variation"), (0.0, 0.62, 0.451)),
)
"""Blue, vermilion and green as Okabe and Ito have them: the colour-blind tell them apart."""


class Curve:
    """Draws the core's notifications of losses; a new run of the engine begins anew.

    Each loss has a logarithmic scale of its own, from its least to its most. Nothing is there until
    the first comes.
    """

    def __init__(self):
        self._points = []
        self._area = Gtk.DrawingArea()
        self._area.set_size_request(*SIZE)
        self._area.connect("draw", self._draw)
        names = "   ".join(
            '<span foreground="#{:02x}{:02x}{:02x}">━</span> {}'.format(
                *(round(part * 255) for part in colour), name
            )
            for _loss, name, colour in LOSSES
        )
        legend = Gtk.Label(xalign=0.0)
        legend.set_markup(names)
        self.widget = Gtk.Frame(label=_("Losses while painting"), no_show_all=True)
        rows = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=3, border_width=MARGIN)
        rows.pack_start(self._area, True, True, 0)
        rows.pack_start(legend, False, False, 0)
        self.widget.add(rows)
        rows.show_all()

    def clear(self):
        """Forget what was drawn."""
        self._points = []
        self.widget.hide()

    def add(self, point):
        """Draw another step."""
        if self._points and self._points[-1]["run"] != point["run"]:
            self._points = []
        self._points.append(point)
        self.widget.show()
        self._area.queue_draw()

    def _draw(self, area, cairo):
        if len(self._points) < 2:
            return
        width, height = area.get_allocated_width(), area.get_allocated_height()
        across = (width - 2 * MARGIN) / (len(self._points) - 1)
        self._draw_sizes(cairo, across, height)
        cairo.set_line_width(LINE)
        for loss, _name, colour in LOSSES:
            values = [math.log(max(point[loss], 1e-12)) for point in self._points]
            least, span = min(values), (max(values) - min(values)) or 1.0
            cairo.set_source_rgb(*colour)
            for number, value in enumerate(values):
                up = (value - least) / span * (height - 2 * MARGIN)
                cairo.line_to(MARGIN + number * across, height - MARGIN - up)
            cairo.stroke()

    def _draw_sizes(self, cairo, across, height):
        """A faint line wherever painting went on at another size."""
        cairo.set_source_rgba(0.5, 0.5, 0.5, 0.5)
        cairo.set_line_width(1)
        for number, (one, other) in enumerate(zip(self._points, self._points[1:], strict=False), 1):
            if one["size"] != other["size"]:
                cairo.move_to(MARGIN + number * across, 0)
                cairo.line_to(MARGIN + number * across, height)
                cairo.stroke()
