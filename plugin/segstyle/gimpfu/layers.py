"""Layers and channels, as in GIMP 2.10."""

from .bindings import Gimp
from .colour import RGB
from .drawables import Drawable
from .thing import Thing, setting, stands_for, wrap


@stands_for(Gimp.Layer)
class Layer(Drawable):
    """A layer; ``Layer(image, name, width, height, RGBA_IMAGE, opacity, NORMAL_MODE)``."""

    def __init__(self, image, name, width, height, type=0, opacity=100.0, mode=28):
        kind, mode = Gimp.ImageType(type), Gimp.LayerMode(mode)
        super().__init__(Gimp.Layer.new(image.real, name, width, height, kind, opacity, mode))

    @property
    def mask(self):
        return wrap(self.real.get_mask())

    opacity = setting("opacity")
    mode = setting("mode", Gimp.LayerMode, int)
    lock_alpha = setting("lock_alpha", bool)
    preserve_trans = lock_alpha

    apply_mask = setting("apply_mask", bool)
    edit_mask = setting("edit_mask", bool)
    show_mask = setting("show_mask", bool)

    def unlock(self):
        """Take all locks off, so that it can be changed."""
        self.real.set_lock_alpha(False)
        self.real.set_lock_content(False)
        self.real.set_lock_position(False)

    @property
    def is_floating_sel(self):
        return self.real.is_floating_sel()

    def copy(self, add_alpha=False):
        copy = wrap(self.real.copy())
        if add_alpha:
            copy.add_alpha()
        return copy

    def add_alpha(self):
        self.real.add_alpha()

    def create_mask(self, mask_type):
        """A mask for it, to be given to ``add_mask``."""
        return wrap(self.real.create_mask(Gimp.AddMaskType(mask_type)))

    def add_mask(self, mask):
        self.real.add_mask(mask.real)

    def remove_mask(self, mode):
        self.real.remove_mask(Gimp.MaskApplyMode(mode))

    def set_offsets(self, x, y):
        self.real.set_offsets(x, y)

    def translate(self, x, y):
        self.real.transform_translate(x, y)

    def resize(self, width, height, x=0, y=0):
        self.real.resize(width, height, x, y)

    def resize_to_image_size(self):
        self.real.resize_to_image_size()

    def scale(self, width, height, local_origin=False):
        self.real.scale(width, height, bool(local_origin))

    def thumbnail(self, size):
        """A small picture of it, at most ``size`` wide and high, as a GdkPixbuf."""
        checks = Gimp.PixbufTransparency.SMALL_CHECKS
        return self.real.get_thumbnail(size, size, checks)

    def add_black_mask(self):
        """Add a layer mask that hides everything; returns it."""
        mask = self.create_mask(int(Gimp.AddMaskType.BLACK))
        self.add_mask(mask)
        return mask


@stands_for(Gimp.GroupLayer)
class GroupLayer(Layer):
    """A group of layers: ``GroupLayer(image, name)``."""

    def __init__(self, image, name=None, *_opacity_and_mode):
        Thing.__init__(self, Gimp.GroupLayer.new(image.real, name))

    @property
    def layers(self):
        return self.children


@stands_for(Gimp.Channel)
class Channel(Drawable):
    """A channel: ``Channel(image, name, width, height, opacity, "#7fb2ff")``."""

    def __init__(self, image, name, width, height, opacity=100.0, color="black"):
        color = RGB.made_of(color).real
        super().__init__(Gimp.Channel.new(image.real, name, width, height, opacity, color))

    opacity = setting("opacity")
    color = setting("color", lambda color: RGB.made_of(color).real)
    colour = color

    show_masked = setting("show_masked", bool)

    def copy(self):
        return wrap(self.real.copy())

    def combine_masks(self, other, operation, x, y):
        self.real.combine_masks(other.real, Gimp.ChannelOps(operation), x, y)
