"""What the tests that run inside GIMP share. GIMP's Python only: no numpy here."""

from gi.repository import Babl, Gegl, Gimp, Gio

SIZE = 96, 64


def call(name, image, drawables, /, **arguments):
    """Call a procedure non-interactively: whether it succeeded, and the error's words."""
    answer = _answer(name, image, drawables, arguments)
    words = Gimp.get_pdb().get_last_error()
    return int(answer.index(0)) == int(Gimp.PDBStatusType.SUCCESS), words


def results(name, image, drawables, /, **arguments):
    """Call a procedure that must succeed; its return values."""
    answer = _answer(name, image, drawables, arguments)
    assert int(answer.index(0)) == int(Gimp.PDBStatusType.SUCCESS), Gimp.get_pdb().get_last_error()
    return [answer.index(place) for place in range(1, answer.length())]


def _answer(name, image, drawables, arguments):
    procedure = Gimp.get_pdb().lookup_procedure(name)
    assert procedure is not None, f"{name} is not registered"
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", drawables)
    for argument, value in arguments.items():
        config.set_property(argument, value)
    return procedure.run(config)


def pixels(drawable, encoding, box=None):
    """The bytes of a drawable, or of a box of it."""
    x, y, width, height = box or (0, 0, drawable.get_width(), drawable.get_height())
    where = Gegl.Rectangle.new(x, y, width, height)
    return drawable.get_buffer().get(where, 1.0, encoding, Gegl.AbyssPolicy.NONE)


def fill(drawable, encoding, data, box=None):
    """Write bytes into a drawable, or into a box of it."""
    x, y, width, height = box or (0, 0, drawable.get_width(), drawable.get_height())
    buffer = drawable.get_buffer()
    buffer.set(Gegl.Rectangle.new(x, y, width, height), encoding, bytes(data))
    buffer.flush()
    drawable.update(x, y, width, height)


def coverage(channel, box=None):
    """The values of a channel or a mask, one byte a pixel, as they were written."""
    return pixels(channel, coverage_encoding(channel), box)


def coverage_encoding(channel):
    """The one-byte format in which its values keep their meaning."""
    stored = Babl.format_get_encoding(channel.get_format())
    return "Y' u8" if stored.startswith("Y'") else "Y u8"


def visible(image):
    """The bytes of the image as it is seen."""
    shown = Gimp.Layer.new_from_visible(image, image, "visible")
    return pixels(shown, "R'G'B' u8")


def pattern(width, height):
    """Smooth colours with a house in them: something that can be segmented and painted."""
    rows = []
    for y in range(height):
        for x in range(width):
            if y < height * 0.4:
                colour = (120 + x % 7, 170, 230)
            elif width * 0.3 < x < width * 0.6 and y < height * 0.8:
                colour = (180, 90 + y % 11, 60)
            else:
                colour = (60, 140 + (x * 7 + y * 3) % 29, 50)
            rows.append(bytes(colour))
    return b"".join(rows)


def new_image(width=SIZE[0], height=SIZE[1], precision=Gimp.Precision.U8_NON_LINEAR, gray=False):
    """An image with one layer called "photo" that holds the pattern."""
    base = Gimp.ImageBaseType.GRAY if gray else Gimp.ImageBaseType.RGB
    image = Gimp.Image.new_with_precision(width, height, base, precision)
    add_layer(image, "photo", width, height, gray=gray)
    return image


def add_layer(image, name, width, height, x=0, y=0, alpha=False, gray=False):
    """A layer with the pattern, on top."""
    kinds = Gimp.ImageType
    if gray:
        kind = kinds.GRAYA_IMAGE if alpha else kinds.GRAY_IMAGE
    else:
        kind = kinds.RGBA_IMAGE if alpha else kinds.RGB_IMAGE
    layer = Gimp.Layer.new(image, name, width, height, kind, 100, Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    layer.set_offsets(x, y)
    fill(layer, "R'G'B' u8", pattern(width, height))
    return layer


def add_channel(image, name, box, value=255):
    """A channel that has ``value`` in a box."""
    size = image.get_width(), image.get_height()
    channel = Gimp.Channel.new(image, name, *size, 50, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    fill(channel, coverage_encoding(channel), bytes([value]) * (box[2] * box[3]), box)
    return channel


def reopened(image, path):
    """The image after it was saved as XCF and loaded again."""
    file = Gio.File.new_for_path(str(path))
    assert Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
