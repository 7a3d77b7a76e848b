"""Choosing a famous painting, which is fetched then."""

from urllib.parse import urlsplit

from dialogs.gtk import Gtk, choosing_window, column, ellipsized
from gimpfu.errors import CancelledError
from texts import _, told

TITLE, ARTIST, YEAR, HERE = range(4)
SIZE = 620, 540
CHECK_MARK = "✓"


def ask_for_painting(parent, paintings):
    """Ask for one of ``paintings``, and have it fetched; the core's style, or None for none."""
    with PaintingsDialog(parent) as dialog:
        try:
            dialog.fill(paintings.listed(dialog))
        except CancelledError:
            return None
        except RuntimeError as error:
            dialog.tell(str(error))
        while (chosen := dialog.choose()) is not None:
            try:
                return paintings.fetch(chosen, dialog)
            except CancelledError:
                dialog.tell("")
            except RuntimeError as error:
                dialog.tell(str(error))
    return None


class PaintingsDialog:
    """Shows paintings, and how far one is fetched; leaving the ``with`` block closes it.

    ``say`` is called with "cancel" when the user does not want to wait.
    """

    say = None

    def __init__(self, parent):
        self._paintings = []
        self._busy = True
        self._rows = Gtk.ListStore(str, str, str, str)
        self._list = self._make_list()
        self._details = _words()
        self._page = Gtk.LinkButton(label=_("About the picture"), halign=Gtk.Align.START)
        self._page.set_no_show_all(True)
        self._status = _words()
        self._bar = Gtk.ProgressBar(opacity=0.0)
        self._dialog = self._window(parent)

    def __enter__(self):
        self._dialog.show_all()
        return self

    def __exit__(self, *_exception):
        self._dialog.destroy()

    def fill(self, paintings):
        """Offer the protocol's ``paintings``."""
        self._paintings = paintings
        for one in paintings:
            here = CHECK_MARK if one["ready"] else ""
            self._rows.append([one["title"], one["artist"], str(one["year"]), here])
        self._list.get_selection().select_path(Gtk.TreePath.new_first())
        self._list.grab_focus()

    def choose(self):
        """Wait until the user has chosen one; returns it, or None for none."""
        self._be_busy(False)
        agreed = self._dialog.run() == Gtk.ResponseType.OK
        self._be_busy(True)
        return self._selected if agreed else None

    def show(self, fraction, text, _seconds_left):
        """Show how far the core is."""
        self._bar.set_opacity(1.0)
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        self._status.set_text(told(text))

    def tell(self, text):
        """Show some words, and no progress."""
        self._bar.set_opacity(0.0)
        self._status.set_text(text)

    @property
    def _selected(self):
        _rows, row = self._list.get_selection().get_selected()
        return None if row is None else self._paintings[self._rows.get_path(row).get_indices()[0]]

    def _window(self, parent):
        dialog = choosing_window(parent, _("Famous Paintings"), "segstyle-paintings", SIZE)
        dialog.connect("response", self._answered)
        dialog.connect("delete-event", lambda *_: True)
        room = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        room.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        room.add(self._list)
        content = column(6)
        content.pack_start(room, True, True, 0)
        for widget in (self._details, self._page, self._status, self._bar):
            content.pack_start(widget, False, False, 0)
        dialog.get_content_area().pack_start(content, True, True, 0)
        return dialog

    def _make_list(self):
        shown = Gtk.TreeView(model=self._rows, search_column=TITLE)
        for place, title in ((TITLE, _("Title")), (ARTIST, _("Painter")), (YEAR, _("Year"))):
            cell = Gtk.CellRendererText()
            heading = Gtk.TreeViewColumn(title, cell, text=place)
            heading.set_expand(place == TITLE)
            if place == TITLE:
                ellipsized(cell)
            shown.append_column(heading)
        shown.append_column(Gtk.TreeViewColumn("", Gtk.CellRendererText(), text=HERE))
        shown.get_selection().connect("changed", lambda _selection: self._show_details())
        shown.connect("row-activated", lambda *_: self._dialog.response(Gtk.ResponseType.OK))
        return shown

    def _show_details(self):
        one = self._selected
        if one is None:
            return
        host = urlsplit(one["page"]).hostname
        way = _("It is here already.") if one["ready"] else _("It is fetched from {}.").format(host)
        self._details.set_text(f"{one['museum']}\n{told(one['licence'])}. {way}")
        self._page.set_uri(one["page"])
        self._page.show()
        self.tell("")

    def _be_busy(self, busy):
        self._busy = busy
        self._list.set_sensitive(not busy)
        ready = not busy and self._selected is not None
        self._dialog.set_response_sensitive(Gtk.ResponseType.OK, ready)
        self._dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, True)

    def _answered(self, dialog, _response):
        if self._busy and self.say:
            dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, False)
            self._status.set_text(_("Cancelling…"))
            self.say("cancel")


def _words():
    label = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=1, width_chars=40)
    label.set_lines(2)
    return label
