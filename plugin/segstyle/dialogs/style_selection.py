"""Which style what is selected gets, how strongly, and in which quality."""

from pathlib import Path

from choice import QUALITIES
from dialogs.gtk import Gtk, answer, column, grid, labelled, window
from dialogs.number import number
from dialogs.paintings import ask_for_painting
from dialogs.pick import Pick
from dialogs.style_file import accept_files, ask_for_file
from dialogs.style_icons import StyleIcons
from gimpfu.errors import CancelledError
from texts import _

PER_CENT = 100


def ask(styles, paintings, style, strength, quality):
    """Ask for a style, its strength and the quality, starting from these; returns the three.

    ``styles`` are the core's {"id", "title", "thumbnail", …}, ``paintings`` the famous ones. The
    first style is selected where the one given is neither among them nor a file.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        _("Style Selection"),
        "segstyle-style-selection",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Style"), Gtk.ResponseType.OK),
    )
    icons = StyleIcons(lambda _style: dialog.response(Gtk.ResponseType.OK))
    icons.fill(styles)
    if Path(style).is_file():
        _take_file(icons, style)
    else:
        icons.select(style)
    accept_files(icons.icons, lambda path: _take_file(icons, path))
    heading = Gtk.Label(
        label=_("Styl_e:"), use_underline=True, xalign=0.0, mnemonic_widget=icons.icons
    )
    above = column(6)
    for widget in (heading, icons.widget, _ways_to_more(dialog, icons, paintings)):
        above.pack_start(widget, False, False, 0)
    strong = number(strength * PER_CENT, 5, 400, 5, lambda: None)
    pick = Pick(quality, lambda: None)
    pick.fill([(value, label) for label, value in QUALITIES])
    below = grid()
    labelled(below, 0, _("S_trength, %:"), strong)
    pick.attach(below, 1, _("_Quality:"))
    for widget in (above, below):
        dialog.get_content_area().pack_start(widget, False, False, 0)
    agreed = answer(dialog)
    chosen = icons.selected, strong.get_value() / PER_CENT, pick.value
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen


def _ways_to_more(dialog, icons, paintings):
    """Buttons that bring another style."""

    def from_file(_button):
        path = ask_for_file(dialog)
        if path:
            _take_file(icons, path)

    def from_painting(_button):
        painting = ask_for_painting(dialog, paintings)
        if painting:
            _take(icons, painting)

    ways = Gtk.Box(spacing=6)
    for label, find in ((_("From _File…"), from_file), (_("Famous _Paintings…"), from_painting)):
        button = Gtk.Button(label=label, use_underline=True)
        button.connect("clicked", find)
        ways.pack_start(button, True, True, 0)
    return ways


def _take_file(icons, path):
    _take(icons, {"id": path, "title": Path(path).stem, "thumbnail": path})


def _take(icons, style):
    icons.add(style)
    icons.select(style["id"])
