"""What painting will take, in words, and a question before it takes much."""

from gi.repository import GLib

from dialogs.gtk import Gtk
from dialogs.progress import duration
from texts import _

LONG = 600
"""Seconds."""


def in_words(estimate):
    """The core's estimate in a line."""
    parts = [
        _("About {}").format(duration(estimate["seconds"])),
        _("{} of memory").format(_memory(estimate["memory_mib"])),
        _("painted at {} pixels").format(estimate["size"]),
    ]
    if estimate["tile"]:
        parts.append(_("in tiles, for want of memory"))
    return ", ".join(parts)


def agrees_to(parent, estimate):
    """Whether the user agrees to what takes long or too much memory; else nobody is asked."""
    why = reasons(estimate)
    if not why:
        return True
    dialog = Gtk.MessageDialog(
        transient_for=parent,
        modal=True,
        message_type=Gtk.MessageType.QUESTION,
        title=_("Start Painting?"),
        text=" ".join(why),
        secondary_text=_("It is less with another quality, in a given time, or with less detail."),
    )
    dialog.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
    dialog.add_button(_("_Start All the Same"), Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.CANCEL)
    agreed = dialog.run() == Gtk.ResponseType.OK
    dialog.destroy()
    return agreed


def reasons(estimate):
    """Why to ask before this is painted, a sentence each."""
    why = []
    if estimate["seconds"] > LONG:
        why.append(_("This will take about {}.").format(duration(estimate["seconds"])))
    if estimate["memory_mib"] > estimate["free_mib"]:
        wanted, free = _memory(estimate["memory_mib"]), _memory(estimate["free_mib"])
        why.append(_("This wants {} of memory, and {} are free.").format(wanted, free))
    return why


def _memory(mib):
    """To a tenth of a gigabyte, as the user's language writes it."""
    return GLib.format_size(round(mib << 20, -8))
