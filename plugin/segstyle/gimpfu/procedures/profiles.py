"""Colour profiles, as the bytes of an ICC file."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import file_of
from gimpfu.own import keeper

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_image_get_color_profile(image):
    return _as_bytes(image.real.get_color_profile())


@procedure
def gimp_image_get_effective_color_profile(image):
    return _as_bytes(image.real.get_effective_color_profile())


@procedure
def gimp_image_set_color_profile(image, num_bytes, color_profile):
    image.real.set_color_profile(_profile(color_profile))


@procedure
def gimp_image_convert_color_profile(image, num_bytes, color_profile, intent, bpc):
    _convert(image, _profile(color_profile), intent, bpc)


def _as_bytes(profile):
    raw = bytes(profile.get_icc_profile()) if profile else b""
    return len(raw), raw


def _profile(data):
    return Gimp.ColorProfile.new_from_icc_profile(bytes(data)) if data else None


def _convert(image, profile, intent, bpc):
    image.real.convert_color_profile(profile, Gimp.ColorRenderingIntent(intent), bool(bpc))


@procedure
def plug_in_icc_profile_set(image, profile):
    image.real.set_color_profile(_from_file(profile))


@procedure
def plug_in_icc_profile_set_rgb(image):
    image.real.set_color_profile(Gimp.ColorProfile.new_rgb_srgb())


@procedure
def plug_in_icc_profile_apply(image, profile, intent, bpc):
    _convert(image, _from_file(profile), intent, bpc)


@procedure
def plug_in_icc_profile_apply_rgb(image, intent, bpc):
    _convert(image, Gimp.ColorProfile.new_rgb_srgb(), intent, bpc)


@procedure
def plug_in_icc_profile_info(image):
    return _described(image.real.get_effective_color_profile())


@procedure
def plug_in_icc_profile_file_info(profile):
    return _described(_from_file(profile))


def _from_file(name):
    return Gimp.ColorProfile.new_from_file(file_of(name))


def _described(profile):
    return profile.get_label(), profile.get_description(), profile.get_summary()
