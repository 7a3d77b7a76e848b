"""Which photos are painted by the image's recipe, and what is written where."""

from pathlib import Path

from choice import FLAT, LAYERED, UNMATCHED
from dialogs.gtk import Gtk, Pango, answer, grid, labelled, window
from dialogs.pick import Pick
from gimpfu.errors import CancelledError
from texts import _, plural

WIDTH = 420
ORIGINAL = "Original"
NAMES_SHOWN = 6


def ask(recipe, photos, output, layers, flat, unmatched):
    """Ask for photos and the rest, starting from these; returns them in their order.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        _("Batch"),
        "segstyle-batch",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Start"), Gtk.ResponseType.OK),
    )
    picks = [_filled(*rows) for rows in ((layers, LAYERED), (flat, FLAT), (unmatched, UNMATCHED))]
    folder = Gtk.FileChooserButton(
        title=_("Choose a Folder for the Results"), action=Gtk.FileChooserAction.SELECT_FOLDER
    )
    if output:
        folder.set_filename(output)

    def changed():
        ready = bool(chooser.photos and folder.get_filename())
        ready = ready and not picks[0].value == picks[1].value == "none"
        dialog.set_response_sensitive(Gtk.ResponseType.OK, ready)

    chooser = Photos(dialog, photos, changed)
    folder.connect("selection-changed", lambda _button: changed())
    for pick in picks:
        pick.widget.connect("changed", lambda _widget: changed())
    rows = grid()
    labelled(rows, 0, _("Recipe:"), _words(_regions(recipe)))
    labelled(rows, 1, _("_Photos:"), chooser.widget)
    labelled(rows, 2, _("_Results in:"), folder)
    labels = _("_Layered files:"), _("_Flat pictures:"), _("_Missing regions:")
    for row, (label, pick) in enumerate(zip(labels, picks, strict=True), 3):
        pick.attach(rows, row, label)
    rows.set_size_request(WIDTH, -1)
    dialog.get_content_area().pack_start(rows, False, False, 0)
    note = _("The photos are painted in the background, also when GIMP is closed.")
    dialog.get_content_area().pack_start(_words(note, dim=True), False, False, 0)
    changed()
    agreed = answer(dialog)
    chosen = chooser.photos, folder.get_filename(), *(pick.value for pick in picks)
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen


class Photos:
    """Says which photos are chosen, with buttons to choose a folder or files."""

    def __init__(self, parent, photos, changed):
        self.photos = photos
        self._parent, self._changed = parent, changed
        self._said = _words("")
        self._said.set_line_wrap(False)
        self._said.set_ellipsize(Pango.EllipsizeMode.MIDDLE)
        self.widget = Gtk.Box(spacing=6)
        self.widget.pack_start(self._said, True, True, 0)
        for label, action in (
            (_("Fol_der…"), Gtk.FileChooserAction.SELECT_FOLDER),
            (_("F_iles…"), Gtk.FileChooserAction.OPEN),
        ):
            button = Gtk.Button(label=label, use_underline=True)
            button.connect("clicked", lambda _button, action=action: self._choose(action))
            self.widget.pack_start(button, False, False, 0)
        self._say()

    def _choose(self, action):
        many = action == Gtk.FileChooserAction.OPEN
        chooser = Gtk.FileChooserDialog(
            title=_("Choose Photos"),
            transient_for=self._parent,
            modal=True,
            action=action,
            select_multiple=many,
        )
        buttons = (_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.ACCEPT)
        chooser.add_buttons(*buttons)
        if many:
            pictures = Gtk.FileFilter()
            pictures.set_name(_("Pictures"))
            pictures.add_mime_type("image/*")
            chooser.add_filter(pictures)
        if chooser.run() == Gtk.ResponseType.ACCEPT:
            self.photos = chooser.get_filenames()
            self._say()
            self._changed()
        chooser.destroy()

    def _say(self):
        self._said.set_tooltip_text("\n".join(self.photos))
        if len(self.photos) == 1:
            self._said.set_text(Path(self.photos[0]).name)
        else:
            words = plural("{} file", "{} files", len(self.photos)).format(len(self.photos))
            self._said.set_text(words if self.photos else _("none"))


def _filled(value, rows):
    pick = Pick(value, lambda: None)
    pick.fill([(one, label) for label, one in rows])
    return pick


def _regions(recipe):
    """The regions that are painted, as far as there is room for their names."""
    styled = [one["region"] for one in recipe["assignments"] if one["style"] != ORIGINAL]
    names = [*dict.fromkeys(styled)]
    shown = ", ".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown} …"


def _words(text, dim=False):
    label = Gtk.Label(label=text, xalign=0.0, wrap=True, max_width_chars=52)
    if dim:
        label.get_style_context().add_class("dim-label")
    return label
