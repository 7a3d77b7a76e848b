"""The styles to choose from in a popover, and ways to more of them."""

from dialogs.gtk import Gtk, column
from dialogs.style_icons import ORIGINAL, StyleIcons
from texts import _


class StyleGallery:
    """Shows “Original”, all styles, and ways to more of them.

    ``add_file(path, done)`` adds a picture's file, and calls ``done(style)`` when it is there. Each
    of ``ways`` is a label with ``find(done)``, which does so with what it has found.
    """

    def __init__(self, add_file, ways):
        self.add_file = add_file
        self._styles = StyleIcons(self._choose, at_once=True)
        self.shown = self._styles.shown
        self._popover = Gtk.Popover(position=Gtk.PositionType.LEFT, border_width=6)
        self._popover.add(self._content(ways))
        self._watchers = []
        self._done = None

    def when_filled(self, show):
        """Call ``show()`` whenever there are other styles."""
        self._watchers.append(show)

    def fill(self, styles):
        """Offer the core's {"id", "title", "description", "thumbnail", …}."""
        self._styles.fill(styles)
        self._tell()

    def add(self, style):
        """Offer one more, before the others, unless it is among them."""
        if self._styles.add(style):
            self._tell()

    def open(self, button, style, done):
        """Ask for another style at a button; ``done(style)`` is called when it is chosen."""
        self._done = done
        self._popover.set_relative_to(button)
        self._popover.get_child().show_all()
        self._popover.popup()
        self._styles.select(style)

    def _content(self, ways):
        content = column(6)
        leave = self._entry(_("_Original"), lambda done: done(ORIGINAL))
        content.pack_start(leave, False, False, 0)
        content.pack_start(self._styles.widget, True, True, 0)
        for label, find in ways:
            content.pack_start(self._entry(label, find), False, False, 0)
        return content

    def _entry(self, label, find):
        button = Gtk.Button(
            label=label, use_underline=True, relief=Gtk.ReliefStyle.NONE, xalign=0.0
        )

        def clicked(_button):
            self._popover.popdown()
            find(self._done)

        button.connect("clicked", clicked)
        return button

    def _choose(self, style):
        self._popover.popdown()
        self._done(style)

    def _tell(self):
        for show in self._watchers:
            show()
