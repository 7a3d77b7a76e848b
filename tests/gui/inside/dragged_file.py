"""A small window with a file that can be dragged out of it, as from a file manager."""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")

from gi.repository import Gdk, Gtk  # noqa: E402

TITLE = "Dragged File"


def main(file):
    source = Gtk.EventBox(child=Gtk.Label(label=Path(file).name))
    source.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    source.drag_source_add_uri_targets()
    source.connect("drag-data-get", lambda *given: given[2].set_uris([Path(file).as_uri()]))
    window = Gtk.Window(title=TITLE, default_width=200, default_height=60, child=source)
    window.show_all()
    Gtk.main()


main(*sys.argv[1:])
