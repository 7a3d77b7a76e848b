"""How to segment, with a live picture of the regions."""

from choice import Choice
from dialogs.gtk import MARGIN, Gtk, column, window
from dialogs.marks_box import MarksBox
from dialogs.number_box import NumberBox
from dialogs.pick import Pick
from dialogs.regions_box import RegionsBox
from dialogs.share_scale import ShareScale
from gimpfu.errors import CancelledError
from texts import _, told

SIZE = 960, 700
PANEL = 310
MOST_SMALLEST = 0.2


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
        self._chosen = False
        self._segmenter = Pick(before.segmenter, self._another_segmenter)
        self._marks = MarksBox(before, self._another_look)
        self._number = NumberBox(before.count, self._another_count)
        self._smallest = ShareScale(
            _("Smallest si_ze, %"), before.smallest, MOST_SMALLEST, self._another_count
        )
        self._softness = ShareScale(_("_Edge softness, %"), before.softness, 1.0)
        self._replace = Gtk.CheckButton(
            label=_("Replace the channels of the _last run"),
            use_underline=True,
            active=before.replace,
        )
        self._words = Gtk.Label(label=_("Starting"), xalign=0.0, wrap=True, max_width_chars=1)
        self._bar = Gtk.ProgressBar()
        self._regions = RegionsBox(self._show_changes, self._words.set_text)
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
        return Choice(
            self._segmenter.value,
            self._number.count,
            *self._marks.chosen,
            self._softness.value,
            self._smallest.value,
            self._replace.get_active(),
        )

    @property
    def division(self):
        """How the photo is to be divided, as the protocol's ``preview`` has it."""
        return {**self.choice.division, **self._regions.division}

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
        self._regions.show_photo(pixels)

    def show(self, fraction, text, _seconds_left):
        """Show how far a job of the core is."""
        self._bar.set_opacity(1.0)
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        self._words.set_text(told(text))

    def show_own_count(self, count):
        """Show how many regions the segmenter finds."""
        self._number.show_own(count)

    def show_regions(self, width, height, overlay, labels, regions):
        """Show a picture of the regions, as RegionPicture takes it, and their list."""
        self._bar.set_opacity(0.0)
        self._regions.show(width, height, overlay, labels, regions)
        self._let_agree(True)

    def show_error(self, text):
        """Say what is wrong, in the place of regions."""
        self._regions.show_none()
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
        seen.pack_start(self._regions.picture, True, True, 0)
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
        sliders = column(6)
        for widget in (self._number.widget, self._smallest.widget, self._softness.widget):
            sliders.pack_start(widget, False, False, 0)
        end = column(6)
        end.pack_start(self._replace, False, False, 0)
        end.pack_start(self._again, False, False, 0)
        panel = column(12)
        panel.set_size_request(PANEL, -1)
        panel.set_hexpand(False)
        panel.pack_start(ways, False, False, 0)
        panel.pack_start(sliders, False, False, 0)
        panel.pack_start(self._regions.list, True, True, 0)
        panel.pack_start(end, False, False, 0)
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
        self._regions.forget_changes()
        self._look()

    def _another_count(self):
        self._regions.forget_changes()
        self._show_changes()

    def _show_changes(self):
        self._let_agree(False)
        self._preview()

    def _look_again(self):
        self._read()
        self._another_look()

    def _cancel(self):
        self._words.set_text(_("Cancelling…"))
        self._dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, False)
        self.say("cancel")

    def _let_agree(self, agree):
        self._dialog.set_response_sensitive(Gtk.ResponseType.OK, agree and not self._chosen)


def _shown(segmenter):
    title = told(segmenter["title"])
    return title if segmenter["ready"] else _("{} (not installed)").format(title)
