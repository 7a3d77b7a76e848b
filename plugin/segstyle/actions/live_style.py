"""What a recipe will come to, while a dialog is open: a quick look, and what it will take."""

import contextlib

from actions.newest import Newest
from actions.open_pictures import export_picture, open_pictures
from actions.paintings import Paintings
from actions.reading import export_if_any, exporting_photo, insist_on
from actions.small import small_coverage, small_picture
from gimpfu.bindings import GLib
from texts import _

THUMBNAIL = 1024
QUICKLY, CALMLY = 100, 1500
"""Milliseconds without a change before a quick look, and before an estimate: the first one takes
some seconds, and a quick look that is wished for meanwhile must wait for it."""
SMALL_FILE, STYLE_FILE = "small.rgba", "style.rgba"


class LiveStyle:
    """Keeps a dialog's preview and estimate as its recipe has them, without making it wait.

    The photo and all channels are read in pieces, between the window's own work: first at the
    preview's size, then at their own. ``wanted(recipe)`` is the part of a recipe that is to be
    painted.

    Attributes:
        paintings: the famous ones.
    """

    def __init__(self, core, image, layer, dialog, wanted=lambda recipe: recipe):
        self._core, self._image, self._layer, self._dialog = core, image, layer, dialog
        self._wanted = wanted
        self.paintings = Paintings(core)
        self._glimpse = Newest(core, "glimpse", QUICKLY, self._glimpsed)
        self._estimate = Newest(core, "estimate", CALMLY, self._show_estimate)
        self._known = None  # the estimate of the recipe of now
        self._greeted = False
        dialog.connect(self)
        core.when_broken = self._failed
        core.when_live = self._painted
        core.when_losses = dialog.show_losses
        dialog.show_photo(layer.thumbnail(THUMBNAIL))
        core.greet(self._introduced)
        self.read()

    def read(self):
        """Read photo and channels anew: the user may have worked on them."""
        self.forget()
        self._small, self._glimpsed_regions, self._regions = None, [], None
        self._picture = None
        self._reading = self._read()
        GLib.idle_add(self._read_on, self._reading)

    def changed(self):
        """Show the recipe as it is now."""
        self.forget()
        if self._core.is_broken:
            self._begin_anew()
        elif not self._dialog.is_styled:
            self._dialog.show_original()
        elif self._greeted and self._glimpsed_regions:
            self._glimpse.wish(
                {
                    "picture": {
                        "file": SMALL_FILE,
                        "width": self._small.width,
                        "height": self._small.height,
                    },
                    "regions": self._glimpsed_regions,
                    "recipe": self._dialog.recipe,
                }
            )

    def estimate(self):
        """What the recipe of now will take, waited for if it is not known yet.

        Raises:
            CoreError: the core cannot tell.
            CancelledError: the user does not want to wait.
            RuntimeError: the image or its layer was closed.
        """
        insist_on(self._image, self._layer)
        if self._core.is_broken:
            self._core.restart()
            self._core.hello()
            self._reading = self._read()
        for _piece in self._reading:
            pass
        self._glimpse.forget()
        self._estimate.forget()
        if not self._known:
            self._known = self._core.ask("estimate", self.painting(), self._dialog)
        return self._known

    def add_file(self, path, done):
        """Add a picture's file to the user's styles; ``done(id)`` is called when it is there."""
        self._add({"path": path, "title": None}, done)

    def pictures(self):
        """The pictures that are open, to choose a style from."""
        return open_pictures(self._layer)

    def add_picture(self, picture, done):
        """Add one of ``pictures`` to the user's styles, likewise."""
        exported = export_picture(picture, self._core.folder / STYLE_FILE)
        self._add({"picture": exported, "title": picture.title}, done)

    def forget(self):
        """Ask for nothing more, and end what is under way."""
        self._glimpse.forget()
        self._estimate.forget()
        self._known = None
        self._dialog.show_estimate(None)

    def _begin_anew(self):
        self._greeted = False
        self._core.restart()
        self._core.greet(self._introduced)
        self.read()

    def _introduced(self, hello, error):
        if error:
            self._failed(error)
            return
        self._greeted = True
        self._dialog.offer_styles(hello["styles"])
        self.changed()

    def _read_on(self, reading):
        """Read some more."""
        if reading is not self._reading:
            return False
        try:
            insist_on(self._image, self._layer)
            next(reading)
            return True
        except StopIteration:
            return False
        except (RuntimeError, OSError) as error:
            self._failed(error)
            return False

    def _read(self):
        folder, image = self._core.folder, self._image
        size = image.width, image.height
        channels = [one for one in image.channels if (one.width, one.height) == size]
        self._small = small_picture(self._layer)
        (folder / SMALL_FILE).write_bytes(self._small.pixels)
        self._dialog.show_small(*self._small)
        yield
        glimpsed = []
        for number, channel in enumerate(channels, 1):
            coverage = small_coverage(channel, self._layer, self._small)
            self._dialog.show_channel(channel.name, coverage)
            file = folder / f"small-{number}.u8"
            file.write_bytes(coverage)
            box = [0, 0, self._small.width, self._small.height]
            if any(coverage):
                glimpsed.append({"name": channel.name, "box": box, "coverage": file.name})
            yield
        self._glimpsed_regions = glimpsed
        self.changed()
        self._picture = yield from exporting_photo(self._layer, folder)
        regions = []
        for number, channel in enumerate(channels, 1):
            regions.append(export_if_any(channel, self._layer, folder / f"channel-{number}.u8"))
            yield
        self._regions = [region for region in regions if region]
        self._wish_estimate()

    def painting(self):
        """The parameters of ``estimate`` and ``style`` for the recipe of now."""
        recipe = self._wanted(self._dialog.recipe)
        return {"picture": self._picture, "regions": self._regions, "recipe": recipe}

    def _wish_estimate(self):
        """Ask for an estimate, but for a quick look first."""
        known = self._regions and self._greeted
        if known and self._dialog.is_styled and not self._glimpse.is_busy:
            self._estimate.wish(self.painting())

    def _glimpsed(self, result, error):
        if error:
            self._dialog.show_note(str(error))
        else:
            data = (self._core.folder / result["picture"]).read_bytes()
            self._dialog.show_quickly(result["width"], result["height"], data)
            missing = ", ".join(result["missing"])
            self._dialog.show_note(_("No quick look at: {}").format(missing) if missing else "")
        self._wish_estimate()

    def _show_estimate(self, result, error):
        self._known = result
        if error:
            self._dialog.show_error(str(error))
        else:
            self._dialog.show_estimate(result)

    def _painted(self, params):
        """Show a picture of what is being painted; the core takes it back when the job fails."""
        box = [round(side * self._small.scale) for side in params["box"]]
        with contextlib.suppress(FileNotFoundError):
            data = (self._core.folder / params["pixels"]).read_bytes()
            size = params["width"], params["height"]
            self._dialog.show_painted(params["region"], box, *size, data)

    def _add(self, params, done):
        def added(result, error):
            if error:
                self._dialog.show_error(str(error))
            else:
                self._dialog.offer_style(result["style"])
                done(result["style"]["id"])

        self._core.begin("add_style", params, added)

    def _failed(self, error):
        self._dialog.show_error(str(error))
