"""Images, as in GIMP 2.10."""

from .bindings import Gimp, Gio
from .colour import RGB
from .parasite import Parasite
from .thing import WithParasites, setting, stands_for, unwrap, wrap


@stands_for(Gimp.Image)
class Image(WithParasites):
    """An image; ``Image(width, height, RGB)`` makes a new one."""

    def __init__(self, width, height, base_type=0):
        super().__init__(Gimp.Image.new(width, height, Gimp.ImageBaseType(base_type)))

    @property
    def width(self):
        return self.real.get_width()

    @property
    def height(self):
        return self.real.get_height()

    @property
    def name(self):
        return self.real.get_name()

    @property
    def base_type(self):
        return int(self.real.get_base_type())

    @property
    def precision(self):
        return int(self.real.get_precision())

    @property
    def dirty(self):
        return self.real.is_dirty()

    @property
    def filename(self):
        """The path of its file, XCF or imported; None when it has none."""
        file = self.real.get_file()
        return file.get_path() if file else None

    @filename.setter
    def filename(self, path):
        self.real.set_file(Gio.File.new_for_path(path))

    @property
    def uri(self):
        file = self.real.get_file()
        return file.get_uri() if file else None

    @property
    def resolution(self):
        """Pixels an inch, across and down."""
        _, across, down = self.real.get_resolution()
        return across, down

    @resolution.setter
    def resolution(self, across_and_down):
        self.real.set_resolution(*across_and_down)

    unit = setting("unit", Gimp.Unit.get_by_id, lambda unit: unit.get_id())

    @property
    def colormap(self):
        """An indexed image's colours, three bytes each."""
        colours = wrap(self.real.get_palette().get_colors())
        return b"".join(bytes(colour[:3]) for colour in colours)

    @colormap.setter
    def colormap(self, colours):
        palette = Gimp.Palette.new("gimpfu")
        for place in range(0, len(colours), 3):
            palette.add_entry(None, RGB(*colours[place : place + 3]).real)
        self.real.set_palette(palette)
        palette.delete()

    @property
    def layers(self):
        return wrap(self.real.get_layers())

    @property
    def channels(self):
        return wrap(self.real.get_channels())

    @property
    def vectors(self):
        return wrap(self.real.get_paths())

    @property
    def active_layer(self):
        """The one selected layer; None when none or several are selected."""
        return _the_one(self.real.get_selected_layers())

    @active_layer.setter
    def active_layer(self, layer):
        self.real.set_selected_layers([layer.real])

    @property
    def active_channel(self):
        return _the_one(self.real.get_selected_channels())

    @active_channel.setter
    def active_channel(self, channel):
        self.real.set_selected_channels([channel.real])

    @property
    def active_vectors(self):
        return _the_one(self.real.get_selected_paths())

    @active_vectors.setter
    def active_vectors(self, vectors):
        self.real.set_selected_paths([vectors.real])

    @property
    def active_drawable(self):
        """The selected layer, mask or channel."""
        return _the_one(self.real.get_selected_drawables())

    @property
    def floating_selection(self):
        floating = self.real.get_floating_sel()
        return None if floating is None else wrap(floating)

    @property
    def floating_sel_attached_to(self):
        return wrap(self.real.floating_sel_attached_to())

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

    tattoo_state = setting("tattoo_state")

    def unset_active_channel(self):
        self.real.unset_active_channel()

    def add_layer(self, layer, position=-1):
        self.insert_layer(layer, None, position)

    def insert_layer(self, layer, parent=None, position=-1):
        """Insert it; position -1 is above the selected layer."""
        self.real.insert_layer(layer.real, unwrap(parent), position)

    def remove_layer(self, layer):
        self.real.remove_layer(layer.real)

    def add_channel(self, channel, position=-1):
        self.insert_channel(channel, None, position)

    def insert_channel(self, channel, parent=None, position=-1):
        self.real.insert_channel(channel.real, unwrap(parent), position)

    def remove_channel(self, channel):
        self.real.remove_channel(channel.real)

    def insert_vectors(self, vectors, parent=None, position=-1):
        self.real.insert_path(vectors.real, unwrap(parent), position)

    def remove_vectors(self, vectors):
        self.real.remove_path(vectors.real)

    def item_position(self, item):
        """How many items of the same list lie above ``item``."""
        return self.real.get_item_position(item.real)

    def raise_layer(self, layer):
        self.real.raise_item(layer.real)

    def lower_layer(self, layer):
        self.real.lower_item(layer.real)

    def raise_layer_to_top(self, layer):
        self.real.raise_item_to_top(layer.real)

    def lower_layer_to_bottom(self, layer):
        self.real.lower_item_to_bottom(layer.real)

    raise_channel, lower_channel = raise_layer, lower_layer

    def get_layer_by_tattoo(self, tattoo):
        return wrap(self.real.get_layer_by_tattoo(tattoo))

    def get_channel_by_tattoo(self, tattoo):
        return wrap(self.real.get_channel_by_tattoo(tattoo))

    def pick_correlate_layer(self, x, y):
        return wrap(self.real.pick_correlate_layer(x, y))

    def merge_down(self, layer, merge_type):
        return wrap(self.real.merge_down(layer.real, Gimp.MergeType(merge_type)))

    def merge_visible_layers(self, merge_type):
        return wrap(self.real.merge_visible_layers(Gimp.MergeType(merge_type)))

    def flatten(self):
        return wrap(self.real.flatten())

    def duplicate(self):
        return wrap(self.real.duplicate())

    def crop(self, width, height, x=0, y=0):
        self.real.crop(width, height, x, y)

    def resize(self, width, height, x=0, y=0):
        self.real.resize(width, height, x, y)

    def resize_to_layers(self):
        self.real.resize_to_layers()

    def scale(self, width, height):
        self.real.scale(width, height)

    def get_component_active(self, component):
        return self.real.get_component_active(Gimp.ChannelType(component))

    def set_component_active(self, component, active):
        self.real.set_component_active(Gimp.ChannelType(component), bool(active))

    def get_component_visible(self, component):
        return self.real.get_component_visible(Gimp.ChannelType(component))

    def set_component_visible(self, component, visible):
        self.real.set_component_visible(Gimp.ChannelType(component), bool(visible))

    def add_hguide(self, y):
        return self.real.add_hguide(y)

    def add_vguide(self, x):
        return self.real.add_vguide(x)

    def delete_guide(self, guide):
        self.real.delete_guide(guide)

    def find_next_guide(self, guide):
        return self.real.find_next_guide(guide)

    def get_guide_orientation(self, guide):
        return int(self.real.get_guide_orientation(guide))

    def get_guide_position(self, guide):
        return self.real.get_guide_position(guide)

    def clean_all(self):
        self.real.clean_all()

    def delete(self):
        """Forget an image that is not shown."""
        self.real.delete()

    def undo_group_start(self):
        self.real.undo_group_start()

    def undo_group_end(self):
        self.real.undo_group_end()

    def disable_undo(self):
        return self.real.undo_disable()

    def enable_undo(self):
        return self.real.undo_enable()

    def undo_is_enabled(self):
        return self.real.undo_is_enabled()

    def undo_freeze(self):
        return self.real.undo_freeze()

    def undo_thaw(self):
        return self.real.undo_thaw()

    @property
    def parasites(self):
        """All its parasites, by name."""
        names = self.real.get_parasite_list()
        return {name: Parasite.of(self.real.get_parasite(name)) for name in names}


def _the_one(selected):
    return wrap(selected[0]) if len(selected) == 1 else None
