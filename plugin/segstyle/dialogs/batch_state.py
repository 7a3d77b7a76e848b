"""How a run over many photos stands; it goes on when this window, or GIMP, is closed."""

from pathlib import Path

from gi.repository import GLib

from batch_run import BROKEN, DONE, RUNNING, STARTING, STOPPED
from dialogs.gtk import Gtk, Pango, column, window
from dialogs.progress import time_left
from texts import _, plural

STOP = 1
WIDTH, HEIGHT = 460, 140
EVERY_MS = 1000
WORDS = {
    STARTING: _("Starting. How many photos are best painted at once is measured first."),
    DONE: _("All photos are done."),
    STOPPED: _("Stopped. The same Batch goes on where it was."),
    BROKEN: _("The run was broken off. The same Batch goes on where it was."),
}


class BatchState:
    """Shows a ``batch_run.Run`` until the user closes it."""

    def __init__(self, run, output):
        self._run = run
        self._dialog = window(
            _("Batch"),
            "segstyle-batch-state",
            (_("_Stop"), STOP),
            (_("C_lose"), Gtk.ResponseType.CLOSE),
        )
        self._dialog.set_resizable(True)
        self._dialog.set_default_response(Gtk.ResponseType.CLOSE)
        self._words = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=52)
        self._bar = Gtk.ProgressBar(show_text=True)
        self._left = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=52)
        self._left.get_style_context().add_class("dim-label")
        place = Gtk.Label(label=output, xalign=0.0, selectable=True)
        place.set_ellipsize(Pango.EllipsizeMode.START)
        place.set_tooltip_text(output)
        self._troubles = Gtk.ListStore(str, str)
        self._list = self._shown_troubles()
        content = column(8)
        content.set_size_request(WIDTH, -1)
        for widget in (place, self._words, self._bar, self._left):
            content.pack_start(widget, False, False, 0)
        content.pack_start(self._list, True, True, 0)
        self._dialog.get_content_area().pack_start(content, True, True, 0)

    def run(self):
        """Follow the run until the window is closed."""
        self._dialog.show_all()
        self._show()
        timer = GLib.timeout_add(EVERY_MS, self._show)
        while self._dialog.run() == STOP:
            self._run.stop()
            self._dialog.set_response_sensitive(STOP, False)
            self._left.set_text(_("Stopping…"))
        GLib.source_remove(timer)
        self._dialog.destroy()

    def _show(self):
        state = self._run.state()
        self._words.set_text(_said(state))
        self._bar.set_fraction(state.over / state.photos if state.photos else 0.0)
        self._bar.set_text(_("{} of {}").format(state.over, state.photos) if state.photos else "")
        if state.phase == RUNNING:
            left = "" if state.seconds_left is None else f"{time_left(state.seconds_left)}. "
            self._left.set_text(left + _("It goes on when this window, or GIMP, is closed."))
        elif not state.is_under_way:
            self._left.set_text(state.last_words if state.phase == BROKEN else "")
            self._dialog.set_response_sensitive(STOP, False)
        if len(state.troubles) != len(self._troubles):
            self._troubles.clear()
            for photo, words in state.troubles:
                self._troubles.append([Path(photo).name, words])
        self._list.set_visible(bool(state.troubles))
        return True

    def _shown_troubles(self):
        view = Gtk.TreeView(model=self._troubles, tooltip_column=1, enable_search=False)
        for place, title in enumerate((_("Photo"), _("What went wrong"))):
            cell = Gtk.CellRendererText(ellipsize=Pango.EllipsizeMode.END)
            heading = Gtk.TreeViewColumn(title, cell, text=place)
            heading.set_expand(True)
            heading.set_resizable(True)
            view.append_column(heading)
        scrolled = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        scrolled.set_min_content_height(HEIGHT)
        scrolled.add(view)
        return scrolled


def _said(state):
    if state.phase != RUNNING:
        words = WORDS[state.phase]
    else:
        words = plural("Painting {} photo", "Painting {} photos", state.photos).format(state.photos)
    counts = (
        (state.failed, _("{} failed")),
        (state.skipped, _("{} without any of the regions")),
    )
    return " · ".join([words, *(text.format(number) for number, text in counts if number)])
