"""Loading and saving, as 2.10's procedures did: by file name, and of one drawable."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import file_of
from gimpfu.own import Own, keeper
from gimpfu.thing import wrap

PROCEDURES = {}
"""By 2.10's name."""

procedure = keeper(PROCEDURES)

WHOLE_IMAGE = (".xcf", ".gz", ".bz2", ".xz", ".ora", ".psd", ".gif", ".pdf", ".tif", ".tiff")
"""Files that keep all layers."""

LOADERS = ("png", "jpeg", "gif", "bmp", "tiff", "psd", "tga", "webp", "svg", "pnm", "openraster")


@procedure
def gimp_file_load(filename, raw_filename):
    return wrap(_loaded(filename))


@procedure
def gimp_xcf_load(dummy_param, filename, raw_filename):
    return wrap(_loaded(filename))


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


@procedure
def file_png_save(
    image,
    drawable,
    filename,
    raw_filename,
    interlace,
    compression,
    bkgd,
    gama,
    offs,
    phys,
    time,
):
    settings = _png_settings(interlace, compression, bkgd, offs, phys, time)
    _export("file-png-export", image, drawable, filename, settings)


@procedure
def file_png_save2(
    image,
    drawable,
    filename,
    raw_filename,
    interlace,
    compression,
    bkgd,
    gama,
    offs,
    phys,
    time,
    comment,
    svtrans,
):
    settings = _png_settings(interlace, compression, bkgd, offs, phys, time)
    settings |= {"save-transparent": bool(svtrans), "include-comment": bool(comment)}
    _export("file-png-export", image, drawable, filename, settings)


@procedure
def file_png_save_defaults(image, drawable, filename, raw_filename):
    _export("file-png-export", image, drawable, filename, {})


@procedure
def file_jpeg_save(
    image,
    drawable,
    filename,
    raw_filename,
    quality,
    smoothing,
    optimize,
    progressive,
    comment,
    subsmp,
    baseline,
    restart,
    dct,
):
    settings = {"quality": quality, "smoothing": smoothing, "optimize": bool(optimize)}
    settings |= {"progressive": bool(progressive), "baseline": bool(baseline)}
    settings |= {"restart": restart, "dct": ("integer", "fixed", "float")[dct]}
    settings["sub-sampling"] = (
        "sub-sampling-2x2",
        "sub-sampling-2x1",
        "sub-sampling-1x1",
        "sub-sampling-1x2",
    )[subsmp]
    if comment:
        settings |= {"include-comment": True, "gimp-comment": comment}
    _export("file-jpeg-export", image, drawable, filename, settings)


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


def _loaded(filename):
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file_of(filename))
    if image is None:
        raise RuntimeError(f"gimp-file-load: {Gimp.get_pdb().get_last_error()}")
    return image


def _save(real, filename):
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, real, file_of(filename), None):
        raise RuntimeError(f"gimp-file-save: {Gimp.get_pdb().get_last_error()}")


def _export(name, image, drawable, filename, settings):
    procedure = Gimp.get_pdb().lookup_procedure(name)
    config = procedure.create_config()
    alone = alone_in_an_image(image, drawable)
    try:
        config.set_property("image", alone)
        config.set_property("file", file_of(filename))
        for setting, value in settings.items():
            config.set_property(setting, value)
        answer = procedure.run(config)
    finally:
        alone.delete()
    if int(answer.index(0)) != int(Gimp.PDBStatusType.SUCCESS):
        raise RuntimeError(f"{name}: {Gimp.get_pdb().get_last_error()}")


for _kind in LOADERS:
    _name = f"file-{_kind}-load"
    PROCEDURES[_name] = Own(_name, ["filename", "raw_filename"], gimp_file_load)


def _png_settings(interlace, compression, bkgd, offs, phys, time):
    flags = {"interlaced": interlace, "bkgd": bkgd, "offs": offs, "phys": phys, "time": time}
    return {"compression": compression, **{name: bool(flag) for name, flag in flags.items()}}
