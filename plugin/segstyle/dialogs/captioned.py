"""Pictures in rows and columns, each with a caption."""

from dialogs.gtk import Gtk, Pango

CAPTION_WIDTH = 128
PADDING = 4
ITEM_WIDTH = CAPTION_WIDTH + 2 * PADDING


def captioned(rows, picture, caption, **more):
    """An icon view of a model's columns for pictures and captions, one always selected."""
    view = Gtk.IconView(
        model=rows,
        item_padding=PADDING,
        column_spacing=0,
        selection_mode=Gtk.SelectionMode.BROWSE,
        **more,
    )
    pixels = Gtk.CellRendererPixbuf()
    text = Gtk.CellRendererText(
        width=CAPTION_WIDTH,
        wrap_width=CAPTION_WIDTH,
        wrap_mode=Pango.WrapMode.WORD_CHAR,
        alignment=Pango.Alignment.CENTER,
        xalign=0.5,
        yalign=0.0,
    )
    for cell, attribute, column in ((pixels, "pixbuf", picture), (text, "text", caption)):
        view.pack_start(cell, False)
        view.add_attribute(cell, attribute, column)
    return view
