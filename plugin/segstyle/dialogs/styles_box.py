"""One channel's drop-down of styles: a button that shows the style, and opens the gallery."""

from dialogs.gtk import Gtk, ellipsized
from dialogs.style_file import accept_files
from dialogs.style_icons import ORIGINAL
from texts import _

PICTURE_SIZE = 32


class StylesBox:
    """A button with the chosen style's picture and title; ``changed()`` is the user's doing.

    A picture's file can be dropped on it. Several of them share one ``StyleGallery``.
    ``styles`` are those to start with: one, or the parts of a mixture, which it is until another
    style is chosen.
    """

    def __init__(self, gallery, styles, changed):
        self._gallery, self._styles, self._changed = gallery, styles, changed
        self._picture, self._title = Gtk.Image(), ellipsized(Gtk.Label(xalign=0.0))
        content = Gtk.Box(spacing=6)
        content.pack_start(self._picture, False, False, 0)
        content.pack_start(self._title, True, True, 0)
        arrow = Gtk.Image.new_from_icon_name("pan-down-symbolic", Gtk.IconSize.BUTTON)
        content.pack_start(arrow, False, False, 0)
        self.widget = Gtk.Button(child=content)
        self.widget.connect("clicked", self._open)
        accept_files(self.widget, lambda path: gallery.add_file(path, self.choose))
        gallery.when_filled(self._show)
        self._show()

    @property
    def style(self):
        """What is chosen: a style's id, a picture's path, or Original; of a mixture the first."""
        return self._styles[0]

    @property
    def is_styled(self):
        """Whether it is not Original."""
        return any(style != ORIGINAL for style in self._styles)

    def choose(self, style):
        """Choose a style as the user does."""
        self._styles = [style]
        self._show()
        self._changed()

    def _open(self, button):
        self._gallery.open(button, self.style, self.choose)

    def _show(self):
        shown = [self._gallery.shown(style, PICTURE_SIZE) for style in self._styles]
        titles = [title for title, _picture in shown]
        title = _("Mixture") if len(titles) > 1 else titles[0]
        self._title.set_text(title)
        self._title.set_tooltip_text(", ".join(titles))
        self._picture.set_from_pixbuf(shown[0][1])
        self.widget.get_accessible().set_name(_("Style: {}").format(title))
