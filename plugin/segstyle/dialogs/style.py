"""Which channel gets which style."""

from dialogs.gtk import Gtk, answer, grid, labelled, window
from dialogs.styles_box import StylesBox
from gimpfu.errors import CancelledError
from texts import _

ROWS_WITHOUT_SCROLLING = 8
QUALITIES = {"quick": _("Quick"), "balanced": _("Balanced"), "best": _("Best")}


def ask(channels, styles, qualities, recipe):
    """Ask for each channel's style and for the quality, starting from ``recipe``.

    ``channels`` are names, ``styles`` the core's {"id", "title", "thumbnail", …}. Returns the
    recipe's assignments, those left Original included, and the quality.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        _("Style Channels"),
        "segstyle-style",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Style"), Gtk.ResponseType.OK),
    )
    before = {one["region"]: one["style"] for one in recipe["assignments"]}
    boxes = {name: StylesBox(styles, before.get(name), dialog) for name in channels}

    def look():
        styled = any(box.is_styled for box in boxes.values())
        dialog.set_response_sensitive(Gtk.ResponseType.OK, styled)

    rows, same_width = grid(), Gtk.SizeGroup(mode=Gtk.SizeGroupMode.HORIZONTAL)
    for row, (name, box) in enumerate(boxes.items()):
        same_width.add_widget(labelled(rows, row, name.replace("_", "__"), box.widget))
        box.widget.connect("changed", lambda _box: look())
    quality = Gtk.ComboBoxText()
    for one in qualities:
        quality.append(one, QUALITIES.get(one, one))
    quality.set_active_id(recipe.get("quality", "balanced"))
    below = grid()
    same_width.add_widget(labelled(below, 0, _("_Quality:"), quality))

    content = dialog.get_content_area()
    content.pack_start(_scrolled(rows, len(boxes)), True, True, 0)
    content.pack_start(Gtk.Separator(), False, False, 0)
    content.pack_start(below, False, False, 0)
    look()
    agreed = answer(dialog)
    chosen = [{"region": name, "style": box.style} for name, box in boxes.items()]
    picked = quality.get_active_id()
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen, picked


def _scrolled(rows, number):
    if number <= ROWS_WITHOUT_SCROLLING:
        return rows
    scrolled = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    scrolled.set_min_content_height(ROWS_WITHOUT_SCROLLING * 48)
    scrolled.add(rows)
    return scrolled
