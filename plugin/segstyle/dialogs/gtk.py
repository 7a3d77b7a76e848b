"""GTK as GIMP uses it, and what all our dialogs share."""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")
gi.require_version("GimpUi", "3.0")

from gi.repository import Gdk, GdkPixbuf, GimpUi, Gtk, Pango  # noqa: E402

from texts import _  # noqa: E402

__all__ = [
    "MARGIN",
    "Gdk",
    "GdkPixbuf",
    "GimpUi",
    "Gtk",
    "Pango",
    "answer",
    "choosing_window",
    "column",
    "ellipsized",
    "grid",
    "labelled",
    "window",
]

MARGIN = 12
SPACING = 12
TEXT_WIDTH = 24


def window(title, role, *buttons):
    """A dialog that belongs to GIMP's window; ``buttons`` are (label, response)."""
    GimpUi.init("segstyle")
    header = Gtk.Settings.get_default().get_property("gtk-dialogs-use-header")
    dialog = GimpUi.Dialog(use_header_bar=header, title=title, role=role)
    for label, response in buttons:
        dialog.add_button(label, response)
    dialog.set_resizable(False)
    content = dialog.get_content_area()
    content.set_border_width(MARGIN)
    content.set_spacing(SPACING)
    GimpUi.window_set_transient(dialog)
    return dialog


def choosing_window(parent, title, role, size):
    """A window over another, of a size that may change, in which one thing is chosen."""
    dialog = window(
        title,
        role,
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("C_hoose"), Gtk.ResponseType.OK),
    )
    dialog.set_transient_for(parent)
    dialog.set_modal(True)
    dialog.set_resizable(True)
    dialog.set_default_size(*size)
    dialog.set_default_response(Gtk.ResponseType.OK)
    return dialog


def labelled(grid, row, text, widget):
    """Put a widget into a row of a grid, with a label that leads to it; returns the label."""
    label = Gtk.Label(label=text, use_underline=True, xalign=0.0, mnemonic_widget=widget)
    grid.attach(label, 0, row, 1, 1)
    widget.set_hexpand(True)
    grid.attach(widget, 1, row, 1, 1)
    return label


def ellipsized(cell):
    """Let a text be shortened where there is little room for it; returns it."""
    cell.set_properties(ellipsize=Pango.EllipsizeMode.END, max_width_chars=TEXT_WIDTH)
    return cell


def column(spacing):
    """A box whose widgets stand one below the other."""
    return Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=spacing)


def grid():
    """A grid with room between its rows and columns."""
    return Gtk.Grid(row_spacing=6, column_spacing=SPACING)


def answer(dialog):
    """Show the dialog; whether the user agreed."""
    dialog.set_default_response(Gtk.ResponseType.OK)
    dialog.show_all()
    return dialog.run() == Gtk.ResponseType.OK
