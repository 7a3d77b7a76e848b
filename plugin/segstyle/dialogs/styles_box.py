"""One channel's drop-down of styles: a button that shows the style, and opens the gallery."""

from dialogs.gtk import Gtk, ellipsized
from dialogs.style_file import accept_files
from dialogs.style_gallery import ORIGINAL
from texts import _

PICTURE_SIZE = 32


class StylesBox:
    """A button with the chosen style's picture and title; ``changed()`` is the user's doing.

    A picture's file can be dropped on it. Several of them share one ``StyleGallery``.
    """

    def __init__(self, gallery, style, changed):
        self._gallery, self._style, self._changed = gallery, style, changed
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
        """What is chosen: a style's id, a picture's path, or Original."""
        return self._style

    @property
    def is_styled(self):
        """Whether it is not Original."""
        return self._style != ORIGINAL

    def choose(self, style):
        """Choose a style as the user does."""
        self._style = style
        self._show()
        self._changed()

    def _open(self, button):
        self._gallery.open(button, self._style, self.choose)

    def _show(self):
        title, picture = self._gallery.shown(self._style, PICTURE_SIZE)
        self._title.set_text(title)
        self._title.set_tooltip_text(title)
        self._picture.set_from_pixbuf(picture)
        self.widget.get_accessible().set_name(_("Style: {}").format(title))
