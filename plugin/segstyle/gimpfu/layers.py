"""Layers and channels, as in GIMP 2.10."""

from .bindings import Gimp
from .colour import RGB
from .drawables import Drawable
from .thing import Thing, stands_for, wrap


@stands_for(Gimp.Layer)
class Layer(Drawable):
    """A layer; ``Layer(image, name, width, height, RGBA_IMAGE, opacity, NORMAL_MODE)``."""

    def __init__(self, image, name, width, height, type=0, opacity=100.0, mode=28):
        kind, mode = Gimp.ImageType(type), Gimp.LayerMode(mode)
        super().__init__(Gimp.Layer.new(image.real, name, width, height, kind, opacity, mode))

    @property
    def mask(self):
        return wrap(self.real.get_mask())

    @property
    def opacity(self):
        return self.real.get_opacity()

    @opacity.setter
    def opacity(self, opacity):
        self.real.set_opacity(opacity)

    @property
    def mode(self):
        return int(self.real.get_mode())

    @mode.setter
    def mode(self, mode):
        self.real.set_mode(Gimp.LayerMode(mode))

    @property
    def lock_alpha(self):
        return self.real.get_lock_alpha()

    @lock_alpha.setter
    def lock_alpha(self, lock):
        self.real.set_lock_alpha(bool(lock))

    preserve_trans = lock_alpha

    @property
    def apply_mask(self):
        return self.real.get_apply_mask()

    @apply_mask.setter
    def apply_mask(self, apply):
        self.real.set_apply_mask(bool(apply))

    @property
    def edit_mask(self):
        return self.real.get_edit_mask()

    @edit_mask.setter
    def edit_mask(self, edit):
        self.real.set_edit_mask(bool(edit))

    @property
    def show_mask(self):
        return self.real.get_show_mask()

    @show_mask.setter
    def show_mask(self, show):
        self.real.set_show_mask(bool(show))

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

    def merged_copy(self, image):
        """Add a copy to another ``image``, with its filters merged into its pixels."""
        copy = Gimp.Layer.new_from_drawable(self.real, image.real)
        image.real.insert_layer(copy, None, 0)
        copy.merge_filters()
        return wrap(copy)

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

    @property
    def opacity(self):
        return self.real.get_opacity()

    @opacity.setter
    def opacity(self, opacity):
        self.real.set_opacity(opacity)

    @property
    def color(self):
        return wrap(self.real.get_color())

    @color.setter
    def color(self, color):
        self.real.set_color(RGB.made_of(color).real)

    colour = color

    @property
    def show_masked(self):
        return self.real.get_show_masked()

    @show_masked.setter
    def show_masked(self, show):
        self.real.set_show_masked(bool(show))

    def copy(self):
        return wrap(self.real.copy())

    def combine_masks(self, other, operation, x, y):
        self.real.combine_masks(other.real, Gimp.ChannelOps(operation), x, y)
