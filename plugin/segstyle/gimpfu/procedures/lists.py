"""Files' names, units, lists of what there is."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import unit_of
from gimpfu.own import keeper

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_image_get_imported_uri(image):
    return _uri(image.real.get_imported_file())


@procedure
def gimp_image_get_exported_uri(image):
    return _uri(image.real.get_exported_file())


@procedure
def gimp_image_get_xcf_uri(image):
    return _uri(image.real.get_xcf_file())


@procedure
def gimp_image_get_uri(image):
    return image.uri


@procedure
def gimp_unit_get_factor(unit):
    return unit_of(unit).get_factor()


@procedure
def gimp_unit_get_abbreviation(unit):
    return unit_of(unit).get_abbreviation()


@procedure
def gimp_palettes_get_list(filter):
    return _names(Gimp.palettes_get_list(filter))


@procedure
def gimp_brushes_get_list(filter):
    return _names(Gimp.brushes_get_list(filter))


@procedure
def gimp_gradients_get_list(filter):
    return _names(Gimp.gradients_get_list(filter))


@procedure
def gimp_patterns_get_list(filter):
    return _names(Gimp.patterns_get_list(filter))


@procedure
def gimp_fonts_get_list(filter):
    return _names(Gimp.fonts_get_list(filter))


def _names(resources):
    return len(resources), tuple(one.get_name() for one in resources)


def _uri(file):
    return file.get_uri() if file else None
