"""The photo as the core sees it while a dialog is open: looked at once, divided at every wish."""

from functools import partial

from actions.marks import export_marks, what_is_markable
from actions.reading import export_photo
from gimpfu.errors import CancelledError

THUMBNAIL = 1024


class LiveLook:
    """Keeps a dialog's preview as its choice has it, without ever making it wait.

    A new look ends the one under way. Of the counts wished for during a preview only the last
    is shown.
    """

    def __init__(self, core, image, layer, dialog):
        self._core, self._image, self._layer, self._dialog = core, image, layer, dialog
        self._picture = None
        self._wants = {}
        self._looking = None
        self._previewing = None
        self._looked_at = None
        dialog.connect(self.look, self.preview, self.read)
        core.when_broken = self._failed
        self.read()
        core.greet(self._greeted)

    def read(self):
        """Read photo and marks anew: the user may have worked on them."""
        self._picture = None
        self._dialog.show_photo(self._layer.thumbnail(THUMBNAIL))
        self._dialog.offer_marks(what_is_markable(self._image, self._layer))

    def look(self):
        """Have the chosen segmenter look at the photo, with the marks of now."""
        self._forget()
        try:
            if self._core.is_broken:
                self._picture = None
                self._core.restart()
                self._core.greet(self._greeted)
                return
            choice, folder = self._dialog.choice, self._core.folder
            wants = self._wants.get(choice.segmenter, [])
            marks = export_marks(self._image, self._layer, folder, wants, choice)
            self._picture = self._picture or export_photo(self._layer, folder)
        except RuntimeError as error:
            self._failed(error)
            return
        params = {"picture": self._picture, "segmenter": choice.segmenter, **marks}
        self._looking = self._core.begin("look", params, self._looked, self._dialog)

    def preview(self):
        """Show the photo divided into the chosen number of regions."""
        if self._looked_at and not self._previewing:
            count = self._dialog.choice.count or None
            done = partial(self._previewed, count)
            self._previewing = self._core.begin("preview", {"count": count}, done)

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

    def _previewed(self, count, result, error):
        if isinstance(error, CancelledError):
            return
        self._previewing = None
        if error:
            self._failed(error)
        else:
            folder = self._core.folder
            overlay, labels = folder / result["overlay"], folder / result["labels"]
            files = overlay.read_bytes(), labels.read_bytes()
            self._dialog.show_regions(*self._looked_at["size"], *files, result["segments"])
        if count != (self._dialog.choice.count or None):
            self.preview()

    def _failed(self, error):
        self._dialog.show_error(str(error))
