"""Saving, by file name and of one drawable, as 2.10's procedures did."""

from gimpfu.bindings import Gimp
from gimpfu.calling import call
from gimpfu.conversions import file_of
from gimpfu.own import Own, keeper

PROCEDURES = {}
"""By 2.10's name."""

procedure = keeper(PROCEDURES)

WHOLE_IMAGE = (".xcf", ".gz", ".bz2", ".xz", ".ora", ".psd", ".gif", ".pdf", ".tif", ".tiff")
"""Files that keep all layers."""

LAYERED = {
    "bz2",
    "fli",
    "gif",
    "gih",
    "gz",
    "ico",
    "mng",
    "pdf",
    "psd",
    "tiff",
    "webp",
    "xmc",
    "xz",
}
"""Formats whose procedures are given the whole image."""

_ARGUMENTS = """
aa-save file-type
bmp-save
bmp-save2 use-rle write-color-space rgb-format
bz2-save
cel-save palette-file
csource-save
dds-save compression-format mipmaps save-type format transparent-index mipmap-filter mipmap-wrap \
gamma-correct srgb gamma perceptual-metric preserve-alpha-coverage alpha-test-threshold
dds-save2 compression-format mipmaps save-type format transparent-index mipmap-filter mipmap-wrap \
gamma-correct srgb gamma perceptual-metric preserve-alpha-coverage alpha-test-threshold flip-image
dicom-save
eps-save width height x-offset y-offset unit keep-ratio rotation eps-flag preview level
exr-save
fits-save
fli-save from-frame to-frame
gbr-save spacing description
gif-save interlace loop default-delay default-dispose
gif-save2 interlace loop default-delay default-dispose as-animation force-delay force-dispose
gz-save
header-save
heif-av1-save quality lossless
heif-save quality lossless
ico-save
jpeg-save quality smoothing optimize progressive gimp-comment sub-sampling baseline restart dct
jpegxl-save
mng-save interlaced png-compression jpeg-quality jpeg-smoothing loop default-delay default-chunks \
default-dispose bkgd gama phys time
pat-save description
pbm-save raw
pcx-save
pdf-save vectorize ignore-hidden apply-masks
pdf-save2 vectorize ignore-hidden apply-masks layers-as-pages reverse-order
pfm-save
pgm-save raw
pix-save
png-save interlaced compression bkgd gama offs phys time
png-save-defaults
png-save2 interlaced compression bkgd gama offs phys time include-comment save-transparent
pnm-save raw
ppm-save raw
ps-save width height x-offset y-offset unit keep-ratio rotation eps-flag preview level
psd-save compression fill-order
raw-save
raw-save2 image-type palette-type
sgi-save compression
sunras-save rle
tga-save rle origin
tiff-save compression
tiff-save2 compression save-transparent-pixels
webp-save preset lossless quality alpha-quality animation animation-loop minimize-size \
keyframe-distance include-exif include-iptc include-xmp default-delay force-delay
webp-save2 preset lossless quality alpha-quality animation animation-loop minimize-size \
keyframe-distance include-exif include-iptc include-xmp include-thumbnail default-delay force-delay
xbm-save gimp-comment x10-format hot-spot-x hot-spot-y prefix write-mask mask-suffix
xmc-save hot-spot-x hot-spot-y crop size size-replace delay delay-replace xmc-copyright \
xmc-license gimp-comment
xpm-save threshold
xwd-save
xz-save
"""
"""What each ``file-…`` was given behind the names of the file, by the names of today."""

SUB_SAMPLING = ("2x2", "2x1", "1x1", "1x2")
COMMENT = "gimp-comment"
"""The parasite with the words that are saved with the picture."""

DCT = ("integer", "fixed", "float")
"""2.10's order of JPEG's choices, which is not today's."""


@procedure
def gimp_file_save(image, drawable, filename, raw_filename):
    """Save the whole image where the format keeps layers, else the drawable alone."""
    if drawable is None or filename.lower().endswith(WHOLE_IMAGE) or _is_all(image, drawable):
        _save(image.real, filename)
        return
    alone = alone_in_an_image(image, drawable)
    try:
        _save(alone, filename)
    finally:
        alone.delete()


@procedure
def gimp_xcf_save(dummy_param, image, drawable, filename, raw_filename):
    _save(image.real, filename)


def alone_in_an_image(image, drawable):
    """A new image of GIMP with a copy of the drawable's pixels and nothing else."""
    base, precision = image.real.get_base_type(), image.real.get_precision()
    alone = Gimp.Image.new_with_precision(drawable.width, drawable.height, base, precision)
    if int(base) == int(Gimp.ImageBaseType.INDEXED):
        alone.set_palette(image.real.get_palette())
    alone.set_resolution(*image.resolution)
    layer = Gimp.Layer.new_from_drawable(drawable.real, alone)
    alone.insert_layer(layer, None, 0)
    layer.set_offsets(0, 0)
    layer.set_visible(True)
    if layer.get_mask() is not None:
        layer.remove_mask(Gimp.MaskApplyMode.DISCARD)
    comment = image.real.get_parasite(COMMENT)
    if comment is not None:
        alone.attach_parasite(comment)
    return alone


def _is_all(image, drawable):
    """Whether the image is the drawable, and nothing else would be seen in it."""
    return (
        image.layers == [drawable]
        and drawable.visible
        and drawable.mask is None
        and drawable.opacity == 100.0
        and drawable.offsets == (0, 0)
        and (drawable.width, drawable.height) == (image.width, image.height)
    )


def _save(real, filename):
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, real, file_of(filename), None):
        raise RuntimeError(f"gimp-file-save: {Gimp.get_pdb().get_last_error()}")


def _saver(then, names):
    name, _, _ = then.rpartition("-save")
    export = f"file-{name}-export"

    def save(image, drawable, filename, raw_filename, *arguments):
        settings = _today(name, dict(zip(names, arguments, strict=True)))
        if then == "gif-save":
            settings["as_animation"] = len(image.layers) > 1
        if name in LAYERED:
            call(export, image=image, file=filename, **settings)
            return
        alone = alone_in_an_image(image, drawable)
        if settings.get(COMMENT) and name == "jpeg":
            alone.attach_parasite(Gimp.Parasite.new(COMMENT, 1, settings[COMMENT].encode()))
        try:
            call(export, image=alone, file=filename, **settings)
        finally:
            alone.delete()

    return Own(f"file-{then}", ["image", "drawable", "filename", "raw_filename", *names], save)


def _today(name, settings):
    """A format's settings where it numbers its choices in another order, or asks more."""
    if name == "jpeg":
        settings["sub-sampling"] = f"sub-sampling-{SUB_SAMPLING[settings['sub-sampling']]}"
        settings["dct"] = DCT[settings["dct"]]
        settings["include-comment"] = bool(settings[COMMENT])
    if name == "tiff":
        settings["include-thumbnail"] = False  # GIMP 3 loads it again as a layer
    return settings


for _line in _ARGUMENTS.strip().splitlines():
    _then, *_names = _line.split()
    PROCEDURES[f"file-{_then}"] = _saver(_then, _names)
