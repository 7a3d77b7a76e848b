"""Operations of GEGL, applied as GIMP 2.10's procedures applied them.

GIMP 3's own way lets a layer grow with what a filter smears over its edges, and hands every
operation linear light. 2.10 kept a drawable's size, and handed many operations the stored values
as if they were linear light. So an operation works on a copy in an image of its own, whose
precision says how the values are meant, and what lies within the drawable goes back through the
selection.
"""

import contextlib

from gimpfu.bindings import Babl, Gegl, Gimp
from gimpfu.thing import wrap


def apply(drawable, operation, properties, *, stored=False, within=False, **inputs):
    """Apply an operation of GEGL to a drawable, where it is selected, for good.

    ``stored`` and ``within`` are those of ``copy_of``; ``inputs`` other drawables, by the
    operation's pads.

    Raises:
        RuntimeError: this GEGL has no such operation, or it no such property; or the image is
            indexed.
    """
    with copy_of(drawable, stored=stored, within=within) as copy:
        copy.real.merge_filter(_made(copy.real, operation, properties, inputs))


@contextlib.contextmanager
def copy_of(drawable, *, stored=False, within=False):
    """A layer with the drawable's pixels, which go back where it is selected.

    ``stored``: the stored values are said to be linear light. ``within``: the layer is the box
    round the selection alone.

    Raises:
        RuntimeError: the image is indexed.
    """
    real = drawable.real
    if real.is_indexed():
        raise RuntimeError("filters work on RGB and gray images; convert the image first")
    selected, *box = real.mask_intersect()
    if not (selected and within):
        box = 0, 0, drawable.width, drawable.height
    scratch, layer = _copied(drawable, box, stored)
    try:
        yield wrap(layer)
        _, left, top = layer.get_offsets()
        pixels = _get(layer, (-left, -top, *box[2:]))
    finally:
        scratch.delete()
    if selected:
        _set(real, real.get_shadow_buffer(), box, pixels)
        real.merge_shadow(True)
        real.update(*box)


def _copied(drawable, box, stored):
    """A new image of one layer with the pixels of a box, value for value; and that layer."""
    real = drawable.real
    encoding = _encoding(real)
    base = Gimp.ImageBaseType.GRAY if encoding.startswith("Y") else Gimp.ImageBaseType.RGB
    scratch = Gimp.Image.new_with_precision(*box[2:], base, _precision(encoding, stored))
    profile = drawable.image.real.get_color_profile()
    if profile and not stored and isinstance(real, Gimp.Layer):
        scratch.set_color_profile(profile)
    kind = Gimp.ImageType(2 * int(base) + real.has_alpha())
    layer = Gimp.Layer.new(scratch, "copy", *box[2:], kind, 100, Gimp.LayerMode.NORMAL)
    scratch.insert_layer(layer, None, 0)
    _set(layer, layer.get_buffer(), (0, 0, *box[2:]), _get(real, box))
    return scratch, layer


def _precision(encoding, stored):
    """The precision of images whose layers have this encoding, or the linear one of its size."""
    component = encoding.split("-space-")[0].split()[-1].upper()
    light = "NON_LINEAR" if "'" in encoding else "PERCEPTUAL" if "~" in encoding else "LINEAR"
    return getattr(Gimp.Precision, f"{component}_{'LINEAR' if stored else light}")


def _encoding(real):
    return Babl.get_name(real.get_format())


def _get(real, box):
    rectangle = Gegl.Rectangle.new(*box)
    return real.get_buffer().get(rectangle, 1.0, _encoding(real), Gegl.AbyssPolicy.NONE)


def _set(real, buffer, box, pixels):
    buffer.set(Gegl.Rectangle.new(*box), _encoding(real), pixels)
    buffer.flush()


def _made(layer, operation, properties, inputs):
    try:
        made = Gimp.DrawableFilter.new(layer, operation, None)
    except TypeError:
        made = None
    if made is None:
        raise RuntimeError(f"this GIMP has no operation {operation}")
    config = made.get_config()
    for name, value in properties.items():
        spec = config.find_property(name)
        if spec is None:
            raise RuntimeError(f"{operation} has no property {name}")
        config.set_property(name, _fitting(spec, value))
    for pad, other in inputs.items():
        made.set_aux_input(pad, other.real)
    made.update()
    return made


def _fitting(spec, value):
    """A number within the property's limits; anything else as it is."""
    if spec.value_type.name in ("gint", "gdouble", "guint"):
        value = min(max(value, spec.minimum), spec.maximum)
        return value if spec.value_type.name == "gdouble" else round(value)
    return value
