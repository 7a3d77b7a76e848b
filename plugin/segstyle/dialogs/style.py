"""Which channel gets which style, with a picture of what will come of it, and of its coming."""

from actions.recipe import recipe_from, settings_of
from dialogs import estimate
from dialogs.channel_rows import THUMBNAIL, ChannelRows
from dialogs.curve import Curve
from dialogs.emerging import Emerging
from dialogs.gtk import Gtk, column, window
from dialogs.open_pictures import ask_for_picture
from dialogs.paintings import ask_for_painting
from dialogs.pictures import opaque, picture_of, region_thumbnail
from dialogs.progress import KEEP, time_left
from dialogs.split_picture import SplitPicture
from dialogs.style_file import ask_for_file
from dialogs.style_gallery import StyleGallery
from dialogs.style_settings import StyleSettings
from gimpfu.errors import CancelledError
from texts import _, told

SIZE = 1160, 700
LEAST_PICTURE = 480, 320
LEAST_ROWS = 520, 240


class StyleDialog:
    """Asks for a recipe, and stays while it is painted; leaving the ``with`` block closes it.

    ``names`` are the channels', ``before`` is the recipe to start from. Whoever knows what comes of
    a recipe calls ``connect``, then the ``offer…`` and ``show…`` methods. While it is painted,
    ``say`` is called with "cancel" or "stop_and_keep" when the user wants that.
    """

    say = None

    def __init__(self, title, names, before):
        self._before = before
        self._painting = self._ending = False
        self._emerging = Emerging()
        self._picture = SplitPicture(*LEAST_PICTURE)
        self._gallery = StyleGallery(
            lambda path, done: self._work.add_file(path, done),
            (
                (_("From _File…"), self._from_file),
                (_("Another _Layer or Open Image…"), self._from_open_picture),
                (_("Famous _Paintings…"), self._from_painting),
            ),
        )
        self._rows = ChannelRows(names, before, self._gallery, self._changed)
        self._settings = StyleSettings(settings_of(before), self._changed)
        self._estimate = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=1)
        self._words = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=1)
        self._bar = Gtk.ProgressBar(opacity=0.0)
        self._error = Gtk.Label(xalign=0.0, wrap=True, max_width_chars=1)
        self._error_bar = self._make_error_bar()
        self._curve = Curve()
        self._panel = self._controls()
        self._dialog = self._window(title)

    def __enter__(self):
        self._dialog.show_all()
        self._rows.grab_focus()
        return self

    def __exit__(self, *_exception):
        self._dialog.destroy()

    def connect(self, work):
        """Set who is asked for more.

        That is ``changed``, ``add_file``, ``pictures``, ``add_picture`` and ``paintings``.
        """
        self._work = work

    @property
    def recipe(self):
        """What is chosen at the moment; what the dialog does not show is as it was before."""
        return recipe_from(self._before, self._rows.assignments, self._settings.chosen)

    @property
    def is_styled(self):
        """Whether any channel is given a style."""
        return self._rows.is_styled

    def choose(self):
        """Wait until the user wants the recipe of now to be painted; returns it.

        Raises:
            CancelledError: the user does not want any.
        """
        self._paint(False)
        if self._dialog.run() != Gtk.ResponseType.OK:
            raise CancelledError
        self._paint(True)
        return self.recipe

    def agrees_to(self, estimated):
        """Whether the user agrees to the core's estimate; asks only where it is much."""
        self.show_estimate(estimated)
        return estimate.agrees_to(self._dialog, estimated)

    def offer_styles(self, styles):
        """Offer the core's {"id", "title", "thumbnail", …}."""
        self._gallery.fill(styles)

    def offer_style(self, style):
        """Offer one more."""
        self._gallery.add(style)

    def show_photo(self, picture):
        """Show a pixbuf of the photo."""
        self._picture.show_before(opaque(picture))

    def show_small(self, width, height, _scale, pixels):
        """Show the photo's R'G'B'A bytes at the size of coverages and painted pictures."""
        self._photo = opaque(picture_of(width, height, pixels))
        self._emerging.begin(self._photo)
        self._picture.show_before(self._photo)

    def show_channel(self, name, coverage):
        """Show a channel, one byte a pixel of the small photo."""
        self._emerging.coverages[name] = coverage
        some = any(coverage)
        picture = region_thumbnail(self._photo, coverage, *THUMBNAIL) if some else None
        self._rows.show_thumbnail(name, picture)

    def show_original(self):
        """Show that nothing is styled."""
        self._picture.show_after(None)
        self._words.set_text("")

    def show_quickly(self, width, height, pixels):
        """Show a quick look, R'G'B' bytes of the whole."""
        self._emerging.show_quickly(picture_of(width, height, pixels))
        self._picture.show_after(self._emerging.picture)

    def show_painted(self, region, box, width, height, pixels):
        """Show how a region is painted so far: R'G'B' bytes for a box of the small photo."""
        self._emerging.paint(region, box, picture_of(width, height, pixels))
        self._picture.show_after(self._emerging.picture)

    def show_losses(self, losses):
        """Draw the losses of a step, as the core tells them."""
        self._curve.add(losses)

    def show_note(self, text):
        """Say something about the picture."""
        self._words.set_text(text or _("A quick look: drag the line to compare."))

    def show_estimate(self, estimated):
        """Show the core's estimate; None while it is not known."""
        unknown = _("Estimating the time…") if self.is_styled else _("Choose a style.")
        self._estimate.set_text(estimate.in_words(estimated) if estimated else unknown)
        self._let_start()

    def show_error(self, text):
        """Say what is wrong, until something is changed."""
        self._error.set_text(text)
        self._error_bar.show()

    def show(self, fraction, text, seconds_left):
        """Show how far the core is with a job."""
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        if self._ending or not self._painting:
            return
        left = "" if seconds_left is None else f"  ·  {time_left(seconds_left)}"
        self._words.set_text(f"{told(text)}{left}")

    def _window(self, title):
        dialog = window(
            title,
            "segstyle-style",
            (_("_Cancel"), Gtk.ResponseType.CANCEL),
            (_("Stop and _Keep"), KEEP),
            (_("_Style"), Gtk.ResponseType.OK),
        )
        dialog.set_resizable(True)
        dialog.set_default_size(*SIZE)
        dialog.set_default_response(Gtk.ResponseType.OK)
        dialog.get_widget_for_response(KEEP).set_no_show_all(True)
        dialog.connect("response", self._answered)
        dialog.connect("delete-event", lambda *_: True)
        seen = column(6)
        seen.pack_start(self._error_bar, False, False, 0)
        seen.pack_start(self._picture.widget, True, True, 0)
        seen.pack_start(self._words, False, False, 0)
        seen.pack_start(self._bar, False, False, 0)
        content = Gtk.Box(spacing=18)
        content.pack_start(seen, True, True, 0)
        content.pack_start(self._panel, False, False, 0)
        dialog.get_content_area().pack_start(content, True, True, 0)
        return dialog

    def _controls(self):
        more = Gtk.Expander(label=_("_More"), use_underline=True)
        inside = column(9)
        inside.set_border_width(6)
        inside.pack_start(self._curve.widget, False, False, 0)
        inside.pack_start(self._settings.more, False, False, 0)
        more.add(inside)
        below = column(12)
        below.pack_start(self._rows.widget, False, False, 0)
        below.pack_start(more, False, False, 0)
        room = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        room.set_size_request(*LEAST_ROWS)
        room.add(below)
        panel = column(9)
        panel.set_hexpand(False)
        panel.pack_start(room, True, True, 0)
        panel.pack_start(Gtk.Separator(), False, False, 0)
        panel.pack_start(self._settings.time, False, False, 0)
        panel.pack_start(self._estimate, False, False, 0)
        return panel

    def _make_error_bar(self):
        bar = Gtk.InfoBar(message_type=Gtk.MessageType.ERROR, no_show_all=True)
        bar.get_content_area().pack_start(self._error, True, True, 0)
        self._error.show()
        return bar

    def _changed(self):
        self._error_bar.hide()
        self._let_start()
        self._work.changed()

    def _from_file(self, done):
        path = ask_for_file(self._dialog)
        if path:
            self._work.add_file(path, done)

    def _from_open_picture(self, done):
        picture = ask_for_picture(self._dialog, self._work.pictures())
        if picture:
            self._work.add_picture(picture, done)

    def _from_painting(self, done):
        style = ask_for_painting(self._dialog, self._work.paintings)
        if style:
            self.offer_style(style)
            done(style["id"])

    def _paint(self, painting):
        """Change between choosing and painting."""
        self._painting, self._ending = painting, False
        for widget in (self._rows.widget, self._settings.more, self._settings.time):
            widget.set_sensitive(not painting)
        self._bar.set_opacity(1.0 if painting else 0.0)
        self._bar.set_fraction(0.0)
        self._dialog.get_widget_for_response(KEEP).set_visible(painting)
        self._dialog.set_response_sensitive(KEEP, True)
        self._dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, True)
        self._let_start()
        if painting:
            self._error_bar.hide()
            self._curve.clear()
            self._picture.widget.grab_focus()  # no button: a stray Return must not stop anything
            self._words.set_text(_("Starting"))

    def _let_start(self):
        ready = self.is_styled and not self._painting
        self._dialog.set_response_sensitive(Gtk.ResponseType.OK, ready)

    def _answered(self, dialog, response):
        if not self._painting or not self.say:
            return
        self._ending, keep = True, response == KEEP
        self._words.set_text(_("Stopping after this step…") if keep else _("Cancelling…"))
        dialog.set_response_sensitive(KEEP, False)
        dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, keep)
        self.say("stop_and_keep" if keep else "cancel")
