"""What has pixels: layers, channels, masks."""

from . import pixel_regions
from .bindings import Gegl, Gimp
from .colour import RGB
from .enums import number_today
from .items import Item
from .thing import stands_for


@stands_for(Gimp.Drawable)
class Drawable(Item):
    """What has pixels: layers, channels, masks."""

    @property
    def width(self):
        return self.real.get_width()

    @property
    def height(self):
        return self.real.get_height()

    @property
    def bpp(self):
        """Bytes a pixel, with one for each component, whatever the image's precision."""
        if not isinstance(self.real, Gimp.Layer):
            return 1
        return (3, 4, 1, 2, 1, 2)[self.type]

    @property
    def type(self):
        return int(self.real.type())

    @property
    def type_with_alpha(self):
        return int(self.real.type_with_alpha())

    @property
    def has_alpha(self):
        """Whether it can be transparent."""
        return self.real.has_alpha()

    @property
    def is_rgb(self):
        return self.real.is_rgb()

    @property
    def is_gray(self):
        return self.real.is_gray()

    @property
    def is_indexed(self):
        return self.real.is_indexed()

    @property
    def is_layer_mask(self):
        return self.real.is_layer_mask()

    @property
    def offsets(self):
        """x and y of the left upper corner in the image."""
        _, x, y = self.real.get_offsets()
        return x, y

    @property
    def mask_bounds(self):
        """x1, y1, x2, y2 of what is selected, in the drawable; all of it if nothing is."""
        return tuple(self.real.mask_bounds())[1:]

    @property
    def mask_intersect(self):
        """x, y, width, height of what is selected, in the drawable; None if that is nothing."""
        some, *box = self.real.mask_intersect()
        return tuple(box) if some else None

    @property
    def has_filters(self):
        """Whether non-destructive filters change how it looks."""
        return bool(self.real.get_filters())

    def fill(self, fill_type):
        self.real.fill(Gimp.FillType(number_today("FillType", fill_type)))

    def flush(self):
        """Hand GIMP what was written through a PixelRgn or Tile."""
        pixel_regions.flush(self)

    def update(self, x, y, width, height):
        """Have the box shown anew."""
        self.flush()
        self.real.update(x, y, width, height)

    def merge_shadow(self, undo=False):
        """Take over what was written to the shadow, where it is selected."""
        self.flush()
        self.real.merge_shadow(bool(undo))

    def free_shadow(self):
        self.real.free_shadow()

    def get_pixel_rgn(self, x, y, width, height, dirty=True, shadow=False):
        return pixel_regions.PixelRgn(self, x, y, width, height, dirty, shadow)

    def get_tile(self, shadow, row, column):
        return pixel_regions.Tile(self, shadow, row, column)

    def get_tile2(self, shadow, x, y):
        return pixel_regions.tile_at(self, shadow, x, y)

    def get_pixel(self, x, y):
        """The pixel's components, 0..255, as a tuple."""
        return tuple(self.get_pixel_rgn(x, y, 1, 1, False)[x, y])

    def set_pixel(self, x, y, pixel):
        self.get_pixel_rgn(x, y, 1, 1)[x, y] = pixel
        self.flush()

    def get_data(self, encoding=None):
        """All pixels as bytes."""
        box = Gegl.Rectangle.new(0, 0, self.width, self.height)
        encoding = encoding or pixel_regions.pixel_format(self)
        return self.real.get_buffer().get(box, 1.0, encoding, Gegl.AbyssPolicy.NONE)

    def offset(self, wrap_around, fill_type, offset_x, offset_y):
        kind = Gimp.OffsetType(fill_type)
        black = RGB(0, 0, 0).real
        self.real.offset(bool(wrap_around), kind, black, offset_x, offset_y)
