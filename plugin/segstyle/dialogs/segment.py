"""How to segment, with a live picture of the regions."""

from choice import Choice
from dialogs.gtk import MARGIN, Gtk, column, window
from dialogs.marks_box import MarksBox
from dialogs.number_box import NumberBox
from dialogs.pick import Pick
from dialogs.region_list import RegionList, percent
from dialogs.region_picture import RegionPicture
from gimpfu.errors import CancelledError
from texts import _

SIZE = 940, 600
LEAST_PICTURE = 420, 300
PANEL = 300


class SegmentDialog:
    """Asks for a ``Choice``; leaving the ``with`` block closes it.

    Whoever shows the regions calls ``connect``, then the ``offer…`` and ``show…`` methods, and may
    ``show`` progress. Once the user has chosen, ``say`` is called with "cancel" when they do not
    want it any more.
    """

    say = None

    def __init__(self, before):
        self._markable = None
        self._wants = {}
        self._regions = []
        self._chosen = False
        self._segmenter = Pick(before.segmenter, self._another_segmenter)
        self._marks = MarksBox(before, self._another_look)
        self._number = NumberBox(before.count, self._another_count)
        self._picture = RegionPicture(*LEAST_PICTURE, self._point)
        self._list = RegionList()
        self._words = Gtk.Label(label=_("Starting"), xalign=0.0, wrap=True, max_width_chars=1)
        self._bar = Gtk.ProgressBar()
        self._again = Gtk.Button(label=_("Look _Again"), use_underline=True)
        self._again.set_tooltip_text(_("After a change to the photo, the selection or the strokes"))
        self._again.connect("clicked", lambda _button: self._look_again())
        self._panel = self._controls()
        self._dialog = self._window()
        self._let_agree(False)

    def __enter__(self):
        self._dialog.show_all()
        self._number.grab_focus()
        return self

    def __exit__(self, *_exception):
        self._dialog.destroy()

    @property
    def choice(self):
        """What is chosen at the moment."""
        return Choice(self._segmenter.value, self._number.count, *self._marks.chosen)

    def connect(self, look, preview, read):
        """Set what is called when the photo must be looked at, divided, or read anew."""
        self._look, self._preview, self._read = look, preview, read

    def choose(self):
        """Wait until the user agrees to what is shown.

        Raises:
            CancelledError: the user does not want to.
        """
        if self._dialog.run() != Gtk.ResponseType.OK:
            raise CancelledError
        self._chosen = True
        self._let_agree(False)
        self._panel.set_sensitive(False)
        self._dialog.connect("response", lambda *_: self._cancel())
        self._dialog.connect("delete-event", lambda *_: True)
        return self.choice

    def offer_segmenters(self, segmenters):
        """Offer the core's {"id", "title", "ready", "wants"}."""
        self._wants = {one["id"]: one["wants"] for one in segmenters}
        self._segmenter.fill([(one["id"], _shown(one)) for one in segmenters])
        self._offer_marks()

    def offer_marks(self, markable):
        """Offer what the image has to be marked with."""
        self._markable = markable
        self._offer_marks()

    def show_photo(self, pixels):
        """Show the photo without regions, a pixbuf."""
        self._picture.show(pixels)

    def show(self, fraction, text, _seconds_left):
        """Show how far a job of the core is."""
        self._bar.set_opacity(1.0)
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        self._words.set_text(text)

    def show_own_count(self, count):
        """Show how many regions the segmenter finds."""
        self._number.show_own(count)

    def show_regions(self, width, height, overlay, labels, regions):
        """Show a picture of the regions, as RegionPicture takes it, and their list."""
        self._regions = regions
        self._picture.show_regions(width, height, overlay, labels)
        self._list.fill(regions)
        self._bar.set_opacity(0.0)
        self._point(None)
        self._let_agree(True)

    def show_error(self, text):
        """Say what is wrong, in the place of regions."""
        self._regions = []
        self._list.fill([])
        self._picture.forget_regions()
        self._bar.set_opacity(0.0)
        self._words.set_text(text)
        self._let_agree(False)

    def _window(self):
        dialog = window(
            _("Segment into Channels"),
            "segstyle-segment",
            (_("_Cancel"), Gtk.ResponseType.CANCEL),
            (_("_Segment"), Gtk.ResponseType.OK),
        )
        dialog.set_resizable(True)
        dialog.set_default_size(*SIZE)
        dialog.set_default_response(Gtk.ResponseType.OK)
        seen = column(6)
        seen.pack_start(self._picture.widget, True, True, 0)
        seen.pack_start(self._words, False, False, 0)
        seen.pack_start(self._bar, False, False, 0)
        content = Gtk.Box(spacing=18, border_width=MARGIN)
        content.pack_start(seen, True, True, 0)
        content.pack_start(self._panel, False, False, 0)
        dialog.get_content_area().pack_start(content, True, True, 0)
        return dialog

    def _controls(self):
        label = Gtk.Label(label=_("Find regions _by:"), use_underline=True, xalign=0.0)
        label.set_mnemonic_widget(self._segmenter.widget)
        ways = column(6)
        ways.pack_start(label, False, False, 0)
        ways.pack_start(self._segmenter.widget, False, False, 0)
        ways.pack_start(self._marks.widget, False, False, 0)
        panel = column(18)
        panel.set_size_request(PANEL, -1)
        panel.set_hexpand(False)
        panel.pack_start(ways, False, False, 0)
        panel.pack_start(self._number.widget, False, False, 0)
        panel.pack_start(self._list.widget, True, True, 0)
        panel.pack_start(self._again, False, False, 0)
        return panel

    def _offer_marks(self):
        if self._markable:
            self._marks.offer(self._markable, self._wants.get(self._segmenter.value, []))

    def _another_segmenter(self):
        self._offer_marks()
        if self._wants.get(self._segmenter.value) or not self._number.is_set:
            self._number.leave_it()
        self._another_look()

    def _another_look(self):
        self._let_agree(False)
        self._number.show_own(None)
        self._look()

    def _another_count(self):
        self._preview()

    def _look_again(self):
        self._read()
        self._another_look()

    def _point(self, index):
        self._list.point_at(index)
        if index is not None:
            region = self._regions[index]
            words = _("{}: {} of the picture").format(region["name"], percent(region["share"]))
            self._words.set_text(words)
        elif self._regions:
            self._words.set_text(_("{} regions").format(len(self._regions)))

    def _cancel(self):
        self._words.set_text(_("Cancelling…"))
        self._dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, False)
        self.say("cancel")

    def _let_agree(self, agree):
        self._dialog.set_response_sensitive(Gtk.ResponseType.OK, agree and not self._chosen)


def _shown(segmenter):
    if segmenter["ready"]:
        return segmenter["title"]
    return _("{} (not installed)").format(segmenter["title"])
