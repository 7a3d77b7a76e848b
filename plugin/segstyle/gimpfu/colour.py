"""Colours, as the module gimpcolor had them."""

import colorsys
from typing import NamedTuple

from .bindings import Gegl
from .thing import stands_for


class HSV(NamedTuple):
    """Hue, saturation and value, each 0..1."""

    h: float
    s: float
    v: float


class HSL(NamedTuple):
    """Hue, saturation and lightness, each 0..1."""

    h: float
    s: float
    l: float  # noqa: E741


@stands_for(Gegl.Color)
class RGB:
    """A colour: ``RGB(255, 128, 0)`` in whole numbers, ``RGB(1.0, 0.5, 0.0)`` in real ones.

    r, g, b and a are real numbers 0..1; by index they are whole numbers 0..255.
    """

    def __init__(self, r, g, b, a=None):
        self.r, self.g, self.b = map(_share, (r, g, b))
        self.a = 1.0 if a is None else _share(a)

    @classmethod
    def of(cls, real):
        """The colour of a GEGL colour, as sRGB."""
        *linear, alpha = real.get_rgba()
        return cls(*map(_encoded, linear), float(alpha))

    @classmethod
    def made_of(cls, given):
        """The colour that a string, a sequence or a colour means.

        Raises:
            TypeError: it means none.
        """
        if isinstance(given, RGB):
            return given
        if isinstance(given, Gegl.Color):
            return cls.of(given)
        if isinstance(given, str):
            return cls.of(Gegl.Color.new(given))
        if isinstance(given, (list, tuple)) and len(given) in (3, 4):
            return cls(*given)
        raise TypeError(f"{given!r} is no colour")

    @property
    def real(self):
        """As a GEGL colour."""
        colour = Gegl.Color.new("black")
        linear = [_decoded(share) for share in (self.r, self.g, self.b)]
        colour.set_rgba(*linear, self.a)
        return colour

    red, green, blue, alpha = (
        property(lambda self, name=name: getattr(self, name)) for name in "rgba"
    )

    def __len__(self):
        return 4

    def __getitem__(self, place):
        bytes_ = [round(min(max(share, 0), 1) * 255) for share in self.as_shares()]
        return tuple(bytes_[place]) if isinstance(place, slice) else bytes_[place]

    def __setitem__(self, place, value):
        setattr(self, "rgba"[place], _share(value))

    def as_shares(self):
        """Red, green, blue, alpha, each 0..1."""
        return self.r, self.g, self.b, self.a

    def __eq__(self, other):
        return isinstance(other, RGB) and self[:] == other[:]

    __hash__ = None

    def __repr__(self):
        return "RGB ({}, {}, {}, {})".format(*self.as_shares())

    def luminance(self):
        """How light it looks, 0..1 (Rec. 709, of the encoded values, as in GIMP 2.10)."""
        return 0.2126 * self.r + 0.7152 * self.g + 0.0722 * self.b

    def to_hsv(self):
        """Hue, saturation and value."""
        return HSV(*colorsys.rgb_to_hsv(self.r, self.g, self.b))

    def to_hsl(self):
        """Hue, saturation and lightness."""
        hue, light, saturation = colorsys.rgb_to_hls(self.r, self.g, self.b)
        return HSL(hue, saturation, light)


def _share(value):
    return value / 255 if isinstance(value, int) else float(value)


def _encoded(linear):
    """sRGB's transfer function (IEC 61966-2-1)."""
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _decoded(encoded):
    return encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4


def rgb_parse_name(name):
    """The colour of a name such as "orange"."""
    return RGB.made_of(name)


rgb_parse_hex = rgb_parse_css = rgb_parse_name
