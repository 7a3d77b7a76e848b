"""How to segment."""

from dialogs.gtk import Gtk, answer, grid, labelled, window
from gimpfu.errors import CancelledError
from texts import _

MOST_REGIONS = 20


def ask(segmenters, segmenter, count):
    """Ask for the way of segmenting and the number of regions, 0 for as many as are found.

    ``segmenters`` are the core's {"id", "title", "ready"}.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        _("Segment into Channels"),
        "segstyle-segment",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Segment"), Gtk.ResponseType.OK),
    )
    ways = Gtk.ComboBoxText()
    for one in segmenters:
        ways.append(one["id"], _shown(one))
    if not ways.set_active_id(segmenter):
        ways.set_active(0)
    number = Gtk.SpinButton.new_with_range(2, MOST_REGIONS, 1)
    number.set_value(count or 5)
    number.set_activates_default(True)
    every = Gtk.CheckButton(label=_("As _many as are found"), use_underline=True)
    every.connect("toggled", lambda box: number.set_sensitive(not box.get_active()))
    every.set_active(count == 0)

    rows = grid()
    labelled(rows, 0, _("Find regions _by:"), ways)
    labelled(rows, 1, _("_Number of regions:"), number)
    rows.attach(every, 1, 2, 1, 1)
    dialog.get_content_area().pack_start(rows, True, True, 0)
    number.grab_focus()
    agreed = answer(dialog)
    chosen = ways.get_active_id(), 0 if every.get_active() else number.get_value_as_int()
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen


def _shown(segmenter):
    if segmenter["ready"]:
        return segmenter["title"]
    return _("{} (not installed)").format(segmenter["title"])
