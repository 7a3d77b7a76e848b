"""The dialog that is made from the parameters alone."""

import gi

from . import constants as c
from .bindings import Gimp, GObject
from .errors import CancelledError

gi.require_version("Gdk", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, GimpUi, Gtk  # noqa: E402

MOST_OF_SCREEN = 0.7

COMBOS = {
    c.PF_ITEM: GimpUi.DrawableComboBox,
    c.PF_IMAGE: GimpUi.ImageComboBox,
    c.PF_LAYER: GimpUi.LayerComboBox,
    c.PF_CHANNEL: GimpUi.ChannelComboBox,
    c.PF_DRAWABLE: GimpUi.DrawableComboBox,
    c.PF_VECTORS: GimpUi.PathComboBox,
}
CLASSES = {
    c.PF_ITEM: Gimp.Item,
    c.PF_IMAGE: Gimp.Image,
    c.PF_LAYER: Gimp.Layer,
    c.PF_CHANNEL: Gimp.Channel,
    c.PF_DRAWABLE: Gimp.Drawable,
    c.PF_VECTORS: Gimp.Path,
}


def ask(procedure, config, parameters):
    """Show a procedure's arguments and let the user change them, in ``config``.

    Raises:
        CancelledError: the user closed the dialog without OK.
    """
    GimpUi.init(procedure.get_name())
    title = (procedure.get_menu_label() or procedure.get_name()).replace("_", "").rstrip(".…")
    dialog = GimpUi.ProcedureDialog.new(procedure, config, title)
    for parameter in parameters:
        if parameter.kind == c.PF_TEXT:
            dialog.get_widget(parameter.name, Gtk.TextView)
        elif parameter.kind == c.PF_RADIO:
            dialog.get_widget(parameter.name, GimpUi.IntRadioFrame)
        elif parameter.kind == c.PF_SLIDER:
            dialog.get_scale_entry(parameter.name, 1.0)
    shown = [one.name for one in parameters if one.kind not in COMBOS and one.kind != c.PF_DISPLAY]
    content = _scrolled(dialog, shown) if shown else dialog.get_content_area()
    rows = [one for one in parameters if one.kind in COMBOS]
    if rows:
        content.pack_start(_grid(rows, config), False, False, 0)
    agreed = dialog.run()
    dialog.destroy()
    if not agreed:
        raise CancelledError


def _scrolled(dialog, names):
    """Fill the dialog with arguments, which scroll on a low screen; returns their box."""
    box = dialog.fill_box("arguments-box", names)
    room = dialog.fill_scrolled_window("arguments-room", "arguments-box")
    room.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
    room.set_propagate_natural_height(True)
    screen = Gdk.Display.get_default().get_monitor(0).get_workarea()
    room.set_max_content_height(round(screen.height * MOST_OF_SCREEN))
    dialog.fill(["arguments-room"])
    return box


def _grid(parameters, config):
    """Rows with a chooser for each image or item, which GIMP's own dialog has no widgets for."""
    grid = Gtk.Grid(row_spacing=6, column_spacing=12, margin_start=12, margin_end=12)
    for row, parameter in enumerate(parameters):
        label = Gtk.Label(label=parameter.text, use_underline=True, xalign=0.0)
        combo = COMBOS[parameter.kind].new(None, None)
        combo.set_hexpand(True)
        label.set_mnemonic_widget(combo)
        grid.attach(label, 0, row, 1, 1)
        grid.attach(combo, 1, row, 1, 1)
        given = config.get_property(parameter.name)
        GObject.Object.connect(combo, "changed", _chosen, parameter, config)
        if given is not None:
            combo.set_active(given.get_id())
        _chosen(combo, parameter, config)
    grid.show_all()
    return grid


def _chosen(combo, parameter, config):
    some, number = combo.get_active()
    item = CLASSES[parameter.kind].get_by_id(number) if some and number > 0 else None
    config.set_property(parameter.name, item)
