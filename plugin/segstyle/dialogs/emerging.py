"""The picture as it comes to be: a quick look first, then what is painted, region by region."""

from dialogs.pictures import cut, lay_over, masked, resized


class Emerging:
    """Puts together what is known of the painted picture, at the photo's preview size.

    ``coverages`` are one byte a pixel, by the regions' names.
    """

    def __init__(self):
        self.coverages = {}
        self._quick = None
        self._painted = {}

    def begin(self, photo):
        """Begin with the photo."""
        self._quick = photo
        self._painted = {}

    def show_quickly(self, picture):
        """Take a quick look at all regions, in the place of all that was there."""
        size = self._quick.get_width(), self._quick.get_height()
        self._quick = resized(picture, *size)
        self._painted = {}

    def paint(self, region, box, picture):
        """Take what is painted so far in a box, to be seen under the region's mask."""
        self._painted[region] = self._under_mask(region, box, picture)

    @property
    def picture(self):
        """All of it together."""
        whole = self._quick.copy()
        for x, y, part in self._painted.values():
            lay_over(whole, part, x, y)
        return whole

    def _under_mask(self, region, box, picture):
        width, height = self._quick.get_width(), self._quick.get_height()
        left, top = min(width - 1, max(0, box[0])), min(height - 1, max(0, box[1]))
        right, bottom = max(left + 1, min(width, box[0] + box[2])), box[1] + box[3]
        bottom = max(top + 1, min(height, bottom))
        inside = left, top, right - left, bottom - top
        coverage = cut(self.coverages[region], width, inside)
        return left, top, masked(resized(picture, *inside[2:]), coverage)
