"""Files' names, units, lists of what there is."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import unit_of
from gimpfu.own import keeper

BUILT_IN_UNITS = 5
"""Pixels, inches, millimetres, points and picas."""

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


def _of_unit(what):
    def get(unit_id):
        return getattr(unit_of(unit_id), f"get_{what}")()

    return get


for _then, _now in {
    "factor": "factor",
    "digits": "digits",
    "identifier": "name",
    "singular": "name",
    "plural": "name",
    "symbol": "symbol",
    "abbreviation": "abbreviation",
}.items():
    procedure(_of_unit(_now), f"gimp-unit-get-{_then}")


@procedure
def gimp_unit_get_number_of_units():
    number = 0
    while Gimp.Unit.get_by_id(number) is not None:
        number += 1
    return number


@procedure
def gimp_unit_get_number_of_built_in_units():
    return BUILT_IN_UNITS


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
