"""Images and what is in them, under their names of GIMP 2.10.

Each object holds GIMP 3's own as ``real``; two are equal when that is the same thing in GIMP.
"""

from .bindings import Gegl, Gimp


class Thing:
    """What GIMP knows by a number."""

    def __init__(self, real):
        self.real = real

    @classmethod
    def of(cls, real):
        """Wrap GIMP's own object without making a new one."""
        thing = cls.__new__(cls)
        thing.real = real
        return thing

    def __eq__(self, other):
        return isinstance(other, Thing) and self.real == other.real

    def __hash__(self):
        return hash((type(self.real).__name__, self.ID))

    @property
    def ID(self):
        return self.real.get_id()

    @property
    def width(self):
        return self.real.get_width()

    @property
    def height(self):
        return self.real.get_height()

    @property
    def is_valid(self):
        """Whether it is still there: the user may have closed or deleted it."""
        return self.real.is_valid()

    def attach_new_parasite(self, name, flags, data):
        """Attach ``data``, an ASCII string, under ``name``."""
        self.real.attach_parasite(Gimp.Parasite.new(name, flags, data.encode("ascii")))

    def parasite_find(self, name):
        """The parasite's data as a string; None when there is none of this name."""
        parasite = self.real.get_parasite(name)
        return None if parasite is None else bytes(parasite.get_data()).decode("ascii")


class Image(Thing):
    """An image; ``Image(width, height, RGB)`` makes a new one."""

    def __init__(self, width, height, base_type):
        super().__init__(Gimp.Image.new(width, height, Gimp.ImageBaseType(base_type)))

    @property
    def base_type(self):
        return int(self.real.get_base_type())

    @property
    def layers(self):
        return wrap(self.real.get_layers())

    @property
    def channels(self):
        return wrap(self.real.get_channels())

    @property
    def active_layer(self):
        """The one selected layer; None when none or several are selected."""
        selected = self.real.get_selected_layers()
        return wrap(selected[0]) if len(selected) == 1 else None

    @property
    def floating_selection(self):
        floating = self.real.get_floating_sel()
        return None if floating is None else wrap(floating)

    @property
    def selection(self):
        """What is selected, as a channel of the image's size."""
        return wrap(self.real.get_selection())

    @property
    def selected_box(self):
        """x, y, width and height around what is selected; None when nothing is."""
        _, some, left, top, right, bottom = Gimp.Selection.bounds(self.real)
        return (left, top, right - left, bottom - top) if some else None

    @property
    def selected_items(self):
        """What is selected in the layers' and the channels' lists, to be put back later."""
        return wrap(self.real.get_selected_layers()), wrap(self.real.get_selected_channels())

    @selected_items.setter
    def selected_items(self, layers_and_channels):
        layers, channels = layers_and_channels
        if channels:
            self.real.set_selected_channels(unwrap(channels))
        elif layers:  # GIMP refuses an empty list
            self.real.set_selected_layers(unwrap(layers))

    def add_channel(self, channel, position=0):
        self.real.insert_channel(channel.real, None, position)

    def insert_layer(self, layer, parent=None, position=0):
        self.real.insert_layer(layer.real, unwrap(parent), position)

    def remove_layer(self, layer):
        self.real.remove_layer(layer.real)

    def remove_channel(self, channel):
        self.real.remove_channel(channel.real)

    def item_position(self, item):
        """How many items of the same list lie above ``item``."""
        return self.real.get_item_position(item.real)

    def delete(self):
        """Forget an image that is not shown."""
        self.real.delete()

    def undo_group_start(self):
        self.real.undo_group_start()

    def undo_group_end(self):
        self.real.undo_group_end()


class Item(Thing):
    """What has a name in a list of the image: layers, groups, channels."""

    @property
    def name(self):
        return self.real.get_name()

    @name.setter
    def name(self, name):
        self.real.set_name(name)

    @property
    def tattoo(self):
        """A number that stays the same in the file."""
        return self.real.get_tattoo()

    @property
    def image(self):
        return wrap(self.real.get_image())

    @property
    def parent(self):
        return wrap(self.real.get_parent())

    @property
    def visible(self):
        return self.real.get_visible()

    @visible.setter
    def visible(self, visible):
        self.real.set_visible(visible)

    @property
    def offsets(self):
        """x and y of the left upper corner in the image."""
        _, x, y = self.real.get_offsets()
        return x, y

    @property
    def has_filters(self):
        """Whether non-destructive filters change how it looks."""
        return bool(self.real.get_filters())


class Layer(Item):
    """A layer; ``Layer(image, name, width, height, RGBA_IMAGE, opacity, NORMAL_MODE)``."""

    def __init__(self, image, name, width, height, type, opacity=100.0, mode=28):
        kind, mode = Gimp.ImageType(type), Gimp.LayerMode(mode)
        super().__init__(Gimp.Layer.new(image.real, name, width, height, kind, opacity, mode))

    def set_offsets(self, x, y):
        self.real.set_offsets(x, y)

    def copy(self):
        """A copy with its mask, filters and parasites, which is in no image's list yet."""
        return wrap(self.real.copy())

    def unlock(self):
        """Take all locks off, so that it can be changed."""
        self.real.set_lock_alpha(False)
        self.real.set_lock_content(False)
        self.real.set_lock_position(False)

    def resize(self, width, height, x, y):
        """Change the size; the old left upper corner comes to x, y."""
        self.real.resize(width, height, x, y)

    @property
    def mask(self):
        return wrap(self.real.get_mask())

    @property
    def apply_mask(self):
        """Whether the mask hides anything."""
        return self.real.get_apply_mask()

    def remove_mask(self, mode):
        """Take the mask away; MASK_APPLY makes what it hides transparent."""
        self.real.remove_mask(Gimp.MaskApplyMode(mode))

    @property
    def has_alpha(self):
        """Whether it can be transparent."""
        return self.real.has_alpha()

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
        mask = self.real.create_mask(Gimp.AddMaskType.BLACK)
        self.real.add_mask(mask)
        return wrap(mask)


class GroupLayer(Layer):
    """A group of layers: ``GroupLayer(image, name)``."""

    def __init__(self, image, name):
        Thing.__init__(self, Gimp.GroupLayer.new(image.real, name))

    @property
    def layers(self):
        return wrap(self.real.get_children())


class Channel(Item):
    """A channel: ``Channel(image, name, width, height, opacity, "#7fb2ff")``."""

    def __init__(self, image, name, width, height, opacity, color):
        color = Gegl.Color.new(color)
        super().__init__(Gimp.Channel.new(image.real, name, width, height, opacity, color))


KINDS = (
    (Gimp.Image, Image),
    (Gimp.GroupLayer, GroupLayer),
    (Gimp.Layer, Layer),
    (Gimp.Channel, Channel),
)


def wrap(value):
    """GIMP 3's objects as ours, also inside lists; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return [wrap(one) for one in value]
    for theirs, ours in KINDS:
        if isinstance(value, theirs):
            return ours.of(value)
    return value


def unwrap(value):
    """Our objects as GIMP 3's, also inside lists; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return [unwrap(one) for one in value]
    return value.real if isinstance(value, Thing) else value
