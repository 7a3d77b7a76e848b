"""The photo as the core sees it while a dialog is open: looked at once, divided at every wish."""

import time
from functools import partial

from actions.marks import export_marks, what_is_markable
from actions.reading import exporting_photo, insist_on
from gimpfu.bindings import GLib
from gimpfu.errors import CancelledError
from region_names import region_name
from texts import _

THUMBNAIL = 1024
SECONDS_AT_ONCE = 0.1
"""How long the window may wait while the photo is read."""


class LiveLook:
    """Keeps a dialog's preview as its choice has it, without ever making it wait.

    A new look ends the one under way. Of what is wished for during a preview only the last is
    shown.
    """

    def __init__(self, core, image, layer, dialog):
        self._core, self._image, self._layer, self._dialog = core, image, layer, dialog
        self._picture = None
        self._wants = None
        self._reading = self._looking = self._previewing = self._looked_at = None
        dialog.connect(self.look, self.preview, self.read)
        core.when_broken = self._failed
        core.greet(self._greeted)
        self.read()

    def read(self):
        """Read photo and marks anew: the user may have worked on them."""
        self._forget()
        if self._reading:
            self._reading.close()
        self._picture = self._reading = None
        if self._layer.is_valid:
            self._dialog.show_photo(self._layer.thumbnail(THUMBNAIL))
            self._dialog.offer_marks(what_is_markable(self._image, self._layer))
            self._reading = exporting_photo(self._layer, self._core.folder)
            if self._read_on(self._reading):
                GLib.idle_add(self._read_on, self._reading)

    def look(self):
        """Have the chosen segmenter look at the photo, with the marks of now.

        If the core or the photo is not there yet, it is done as soon as they are.
        """
        self._forget()
        try:
            insist_on(self._image, self._layer)
            if self._core.is_broken:
                self._begin_anew()
            elif not (self._picture or self._reading):
                self.read()
            else:
                self._begin_if_ready()
        except RuntimeError as error:
            self._failed(error)

    def preview(self):
        """Show the photo divided as the dialog has it now."""
        if self._looked_at and not self._previewing:
            division = self._dialog.division
            done = partial(self._previewed, division)
            self._previewing = self._core.begin("preview", division, done)

    def _begin_anew(self):
        self._wants = None
        self._core.restart()
        self._core.greet(self._greeted)
        self.read()

    def _read_on(self, reading):
        """Write some more of the photo, between the window's own work; a small one at once."""
        if reading is not self._reading:
            return False
        try:
            insist_on(self._image, self._layer)
            enough = time.monotonic() + SECONDS_AT_ONCE
            read = next(reading)
            while time.monotonic() < enough:
                read = next(reading)
            self._dialog.show(read, _("Reading the photo"), None)
            return True
        except StopIteration as end:
            self._reading, self._picture = None, end.value
            self._begin_if_ready()
        except (RuntimeError, OSError) as error:
            self._reading = None
            self._failed(error)
        return False

    def _begin_if_ready(self):
        if self._picture is None or self._wants is None:
            return
        choice = self._dialog.choice
        wants = self._wants.get(choice.segmenter, [])
        marks = export_marks(self._image, self._layer, self._core.folder, wants, choice)
        params = {"picture": self._picture, "segmenter": choice.segmenter, **marks}
        self._looking = self._core.begin("look", params, self._looked, self._dialog)

    def _forget(self):
        for request in (self._looking, self._previewing):
            if request:
                self._core.cancel(request)
        self._looking = self._previewing = self._looked_at = None

    def _greeted(self, hello, error):
        if error:
            self._failed(error)
            return
        self._wants = {one["id"]: one["wants"] for one in hello["segmenters"]}
        self._dialog.offer_segmenters(hello["segmenters"])
        self.look()

    def _looked(self, result, error):
        if isinstance(error, CancelledError):
            return
        self._looking = None
        if error:
            self._failed(error)
            return
        self._looked_at = result
        self._dialog.show_own_count(result["own_count"])
        self.preview()

    def _previewed(self, division, result, error):
        if isinstance(error, CancelledError):
            return
        self._previewing = None
        if error:
            self._failed(error)
        else:
            folder = self._core.folder
            overlay, labels = folder / result["overlay"], folder / result["labels"]
            files = overlay.read_bytes(), labels.read_bytes()
            regions = [{**one, "name": region_name(one["name"])} for one in result["segments"]]
            self._dialog.show_regions(*self._looked_at["size"], *files, regions)
        if division != self._dialog.division:
            self.preview()

    def _failed(self, error):
        self._dialog.show_error(str(error))
