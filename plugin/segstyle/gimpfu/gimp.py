"""The module that GIMP 2.10 called ``gimp``."""

from pathlib import Path

from .bindings import Gimp
from .colour import RGB
from .conversions import file_of, resource
from .drawables import Drawable as Drawable
from .errors import NotCoveredError
from .errors import error as error
from .image import Image
from .items import Item
from .layers import Channel as Channel
from .layers import GroupLayer as GroupLayer
from .layers import Layer as Layer
from .parasite import Parasite
from .pixel_regions import PixelRgn as PixelRgn
from .pixel_regions import Tile as Tile
from .pixels import PICTURE as PICTURE
from .pixels import coverage_format as coverage_format
from .pixels import picture_format as picture_format
from .pixels import read as read
from .pixels import write as write
from .pixels import write_parts as write_parts
from .procedures import handlers
from .thing import Display, wrap
from .vectors import Vectors as Vectors
from .vectors import VectorsBezierStroke as VectorsBezierStroke

LAZY = {
    "version": lambda: tuple(int(number) for number in Gimp.version().split(".")[:3]),
    "directory": Gimp.directory,
    "data_directory": Gimp.data_directory,
    "locale_directory": Gimp.locale_directory,
    "sysconf_directory": Gimp.sysconf_directory,
}
"""What was a plain value in 2.10, and can only be asked when GIMP is there."""

tile_width, tile_height = Gimp.tile_width, Gimp.tile_height
context_push, context_pop = Gimp.context_push, Gimp.context_pop


def __getattr__(name):
    if name == "pdb":
        from .database import pdb

        return pdb
    if name in LAZY:
        return LAZY[name]()
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotCoveredError(f"gimp.{name} is not covered.")


def image_list():
    """All images that are open."""
    return wrap(Gimp.get_images())


def _id2image(number):
    return Image.from_id(number)


def _id2drawable(number):
    return Item.from_id(number)


_id2vectors = _id2drawable
register_load_handler = handlers.gimp_register_load_handler
register_magic_load_handler = handlers.gimp_register_magic_load_handler
register_save_handler = handlers.gimp_register_save_handler
menu_register = handlers.gimp_plugin_menu_register


def _id2display(number):
    return Display.from_id(number)


def delete(thing):
    """Delete an image, an item that is in no image, or close a display."""
    thing.real.delete()


def default_display():
    """The view that the plug-in was called from."""
    return wrap(Gimp.default_display())


def displays_flush():
    """Show what has changed."""
    return Gimp.displays_flush()


def displays_reconnect(old_image, new_image):
    """Show another image in all views of one."""
    return Gimp.displays_reconnect(old_image.real, new_image.real)


def message(text):
    """Tell the user something."""
    return Gimp.message(str(text))


def progress_init(text=""):
    """Show a progress bar with ``text``; True when GIMP took it."""
    return Gimp.progress_init(text)


def progress_text(text):
    """Change the text at the progress bar."""
    return Gimp.progress_set_text(text)


def progress_update(fraction):
    """Show how much is done, 0..1."""
    return Gimp.progress_update(fraction)


def progress_pulse():
    """Show that something is done, nobody knows how much."""
    return Gimp.progress_pulse()


def progress_end():
    """Take the progress bar away."""
    return Gimp.progress_end()


def get_foreground():
    """The colour that is painted with."""
    return wrap(Gimp.context_get_foreground())


def get_background():
    """The colour behind what is painted."""
    return wrap(Gimp.context_get_background())


def set_foreground(*colour):
    """Paint with a colour: one, or red, green, blue."""
    Gimp.context_set_foreground(_colour(colour))


def set_background(*colour):
    """Have a colour behind what is painted: one, or red, green, blue."""
    Gimp.context_set_background(_colour(colour))


def _colour(given):
    return RGB.made_of(given[0] if len(given) == 1 else given).real


def gradients_get_gradient():
    """The name of the gradient that is used."""
    return Gimp.context_get_gradient().get_name()


def gradients_set_gradient(name):
    """Use the gradient of this name."""
    Gimp.context_set_gradient(resource(Gimp.Gradient, name))


def brushes_get_list(pattern=""):
    """The names of the brushes that match a regular expression."""
    return [one.get_name() for one in Gimp.brushes_get_list(pattern)]


def fonts_get_list(pattern=""):
    """The names of the fonts that match a regular expression."""
    return [one.get_name() for one in Gimp.fonts_get_list(pattern)]


def gradients_get_list(pattern=""):
    """The names of the gradients that match a regular expression."""
    return [one.get_name() for one in Gimp.gradients_get_list(pattern)]


def palettes_get_list(pattern=""):
    """The names of the palettes that match a regular expression."""
    return [one.get_name() for one in Gimp.palettes_get_list(pattern)]


def patterns_get_list(pattern=""):
    """The names of the patterns that match a regular expression."""
    return [one.get_name() for one in Gimp.patterns_get_list(pattern)]


def parasite_find(name):
    """GIMP's own parasite of this name; None when there is none."""
    found = Gimp.get_parasite(name)
    return None if found is None else Parasite.of(found)


def parasite_text(name):
    """The data of GIMP's own parasite as a string; None when there is none of this name."""
    found = parasite_find(name)
    return None if found is None else found.data


def parasite_attach(parasite):
    """Attach a parasite to GIMP itself."""
    Gimp.attach_parasite(parasite.real)


def parasite_detach(name):
    """Forget GIMP's own parasite of this name."""
    Gimp.detach_parasite(name)


def parasite_list():
    """The names of GIMP's own parasites."""
    return tuple(Gimp.get_parasite_list())


def attach_new_parasite(name, flags, data):
    """Attach data, a string or bytes, to GIMP itself."""
    parasite_attach(Parasite(name, flags, data))


def set_data(name, data):
    """Keep a string or bytes until GIMP ends."""
    attach_new_parasite(f"gimpfu-data-{name}", 0, data)


def get_data(name):
    """What ``set_data`` kept, as a string; "" when there is nothing of this name."""
    found = parasite_find(f"gimpfu-data-{name}")
    return "" if found is None else found.data


def personal_rc_file(name):
    """The path of a file in GIMP's profile folder."""
    return str(Path(Gimp.directory()) / name)


def vectors_import_from_file(image, filename, merge=False, scale=False):
    """Read paths from an SVG file."""
    _, paths = image.real.import_paths_from_file(file_of(filename), bool(merge), bool(scale))
    return wrap(paths)


def vectors_import_from_string(image, text, length=-1, merge=False, scale=False):
    """Read paths from an SVG text."""
    size = len(text.encode()) if length < 0 else length
    _, paths = image.real.import_paths_from_string(text, size, bool(merge), bool(scale))
    return wrap(paths)


def domain_register(name, path=None):
    """GIMP 3 needs nothing here: ``register`` is given the domain."""


def exit():
    """End the plug-in."""
    Gimp.quit()


quit = exit
