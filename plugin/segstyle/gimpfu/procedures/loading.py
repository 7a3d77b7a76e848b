"""Loading, by file name."""

from gimpfu.bindings import Gimp
from gimpfu.calling import call
from gimpfu.conversions import file_of
from gimpfu.own import Own, keeper
from gimpfu.thing import wrap

PROCEDURES = {}
"""By 2.10's name."""

procedure = keeper(PROCEDURES)

FORMATS = """
bmp bz2 cel colorxhtml dds dicom eps exr faxg3 fits fli gbr gif gih gz heif hgt icns ico j2k jp2
jpeg jpegxl openraster pat pcx pdf pix png pnm ps psd psp raw sgi sunras svg tga tiff webp wmf xbm
xmc xpm xwd xz
"""

MORE = {
    "cel": ["palette_file"],
    "dds": ["load_mipmaps", "decode_images"],
    "hgt": ["sample_spacing"],
    "j2k": ["colorspace"],
    "svg": ["resolution", "width", "height", "paths"],
    "wmf": ["resolution", "width", "height"],
}
"""What the loaders were given beside the file's name."""


@procedure
def gimp_file_load(filename, raw_filename):
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file_of(filename))
    if image is None:
        raise RuntimeError(f"gimp-file-load: {Gimp.get_pdb().get_last_error()}")
    return wrap(image)


@procedure
def gimp_xcf_load(dummy_param, filename, raw_filename):
    return gimp_file_load(filename, raw_filename)


def _loader(name, names):
    def load(filename, raw_filename, *more):
        settings = dict(zip(names, more, strict=True))
        (image, *_) = call(name, file=filename, **settings)
        return wrap(image)

    return Own(name, ["filename", "raw_filename", *names], load)


for _format in FORMATS.split():
    _name = f"file-{_format}-load"
    PROCEDURES[_name] = _loader(_name, MORE.get(_format, []))
