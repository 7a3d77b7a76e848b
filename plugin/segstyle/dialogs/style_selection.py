"""Which style what is selected gets, how strongly, and in which quality."""

from choice import QUALITIES
from dialogs.gtk import Gtk, answer, grid, labelled, window
from dialogs.number import number
from dialogs.paintings import ask_for_painting
from dialogs.pick import Pick
from dialogs.style_file import ask_for_file
from dialogs.style_gallery import StyleGallery
from dialogs.styles_box import StylesBox
from gimpfu.errors import CancelledError
from texts import _

PER_CENT = 100
STYLE_WIDTH = 280


def ask(styles, paintings, style, strength, quality):
    """Ask for a style, its strength and the quality, starting from these; returns the three.

    ``styles`` are the core's {"id", "title", "thumbnail", …}, ``paintings`` the famous ones.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        _("Style Selection"),
        "segstyle-style-selection",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Style"), Gtk.ResponseType.OK),
    )

    def from_file(done):
        path = ask_for_file(dialog)
        if path:
            done(path)

    def from_painting(done):
        style = ask_for_painting(dialog, paintings)
        if style:
            gallery.add(style)
            done(style["id"])

    ways = ((_("From _File…"), from_file), (_("Famous _Paintings…"), from_painting))
    gallery = StyleGallery(lambda path, done: done(path), ways, original=False)
    gallery.fill(styles)

    box = StylesBox(gallery, [style or styles[0]["id"]], lambda: None)
    box.widget.set_size_request(STYLE_WIDTH, -1)
    strong = number(strength * PER_CENT, 5, 400, 5, lambda: None)
    pick = Pick(quality, lambda: None)
    pick.fill([(value, label) for label, value in QUALITIES])
    rows = grid()
    labelled(rows, 0, _("Styl_e:"), box.widget)
    labelled(rows, 1, _("S_trength, %:"), strong)
    pick.attach(rows, 2, _("_Quality:"))
    dialog.get_content_area().pack_start(rows, False, False, 0)
    agreed = answer(dialog)
    chosen = box.style, strong.get_value() / PER_CENT, pick.value
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen
