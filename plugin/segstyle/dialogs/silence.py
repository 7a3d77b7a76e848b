"""A core that says nothing: wait for it, or stop it?"""

from dialogs.gtk import Gtk
from texts import _

STOP, WAIT = 1, 2


class Silence:
    """A question over the window at hand; ``answered(wait)`` is called with the user's choice."""

    def __init__(self, answered):
        self._answered = answered
        self._dialog = Gtk.MessageDialog(
            transient_for=_window_at_hand(),
            modal=True,
            message_type=Gtk.MessageType.QUESTION,
            title=_("SegStyle"),
            text=_("SegStyle's core has said nothing for a while."),
            secondary_text=_("It may be busy with something large, or it may be stuck."),
        )
        self._dialog.add_button(_("_Stop"), STOP)
        self._dialog.add_button(_("_Wait"), WAIT)
        self._dialog.set_default_response(WAIT)
        self._dialog.connect("response", self._chosen)
        self._dialog.show_all()

    def end(self):
        """Take the question back: the core has spoken."""
        self._dialog.destroy()

    def _chosen(self, dialog, response):
        dialog.destroy()
        self._answered(response != STOP)


def _window_at_hand():
    shown = [window for window in Gtk.Window.list_toplevels() if window.get_visible()]
    return next((window for window in shown if window.is_active()), shown[0] if shown else None)
