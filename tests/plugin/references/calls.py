"""Calls of 2.10's procedures whose pixels are compared.

Each is a name and its arguments behind the drawable, or behind image and drawable for a
``plug-in-…``; OTHER is a second layer, Floats and Bytes are arrays with their lengths.
"""

from typing import NamedTuple


class Floats(NamedTuple):
    values: tuple


class Integers(NamedTuple):
    values: tuple


class Bytes(NamedTuple):
    values: tuple


class Other:
    """The second layer."""


OTHER = Other()
FOREGROUND, BACKGROUND = (200, 30, 60), (20, 60, 200)

RIDGES = Floats((0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, -1, 8, -1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0))
SLANT = Floats((1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1))
ORANGE, WHITE, YELLOW, BLUE, RED = (
    (255, 128, 0),
    (255, 255, 255),
    (255, 255, 0),
    (0, 0, 255),
    (255, 0, 0),
)

EXACT = [
    ("plug-in-alienmap2", 1.0, 20.0, 2.0, 40.0, 1.5, 60.0, 0, 1, 1, 1),
    ("plug-in-alienmap2", 1.0, 20.0, 2.0, 40.0, 1.5, 60.0, 1, 1, 1, 0),
    ("plug-in-antialias",),
    ("plug-in-apply-canvas", 2, 10),
    ("plug-in-applylens", 1.7, 1, 0, 0),
    ("plug-in-applylens", 1.7, 0, 1, 0),
    ("plug-in-autostretch-hsv",),
    ("plug-in-blur",),
    ("plug-in-bump-map", OTHER, 30.0, 60.0, 20, 3, 4, 0.2, 0.3, 0, 1, 2),
    ("plug-in-bump-map-tiled", OTHER, 135.0, 45.0, 5, 0, 0, 0.0, 0.0, 1, 0, 0),
    ("plug-in-c-astretch",),
    ("plug-in-colorify", ORANGE),
    ("plug-in-colors-channel-mixer", 0, 1.0, 0.2, 0.0, 0.0, 0.8, 0.1, 0.3, 0.0, 0.9),
    ("plug-in-colors-channel-mixer", 1, 0.5, 0.3, 0.2, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
    ("plug-in-colortoalpha", WHITE),
    ("plug-in-convmatrix", SLANT, 0, 6.0, 0.0, Integers((0, 1, 1, 0, 0)), 1),
    ("plug-in-convmatrix", RIDGES, 0, 4.0, 0.0, Integers((1, 1, 1, 1, 0)), 0),
    ("plug-in-cubism", 10.0, 2.5, 0),
    ("plug-in-deinterlace", 0),
    ("plug-in-deinterlace", 1),
    (
        "plug-in-diffraction",
        0.815,
        1.221,
        1.123,
        0.821,
        0.821,
        0.974,
        0.61,
        0.677,
        0.636,
        0.066,
        37.1,
        -0.47,
    ),
    ("plug-in-dilate", 0, 1, 0.7, 15, 0, 255),
    ("plug-in-displace", 20.0, 10.0, 1, 1, OTHER, OTHER, 2),
    ("plug-in-displace", 20.0, 10.0, 1, 0, OTHER, OTHER, 1),
    ("plug-in-displace-polar", 20.0, 20.0, 1, 1, OTHER, OTHER, 2),
    ("plug-in-edge", 2.0, 1, 0),
    ("plug-in-edge", 2.0, 2, 2),
    ("plug-in-engrave", 8, 1),
    ("plug-in-erode", 0, 7, 1.0, 15, 0, 255),
    ("plug-in-exchange", 200, 200, 200, 255, 0, 0, 60, 60, 60),
    ("plug-in-flarefx", 40, 20),
    ("plug-in-gauss", 10.0, 5.0, 0),
    ("plug-in-gauss-iir", 8.0, 1, 0),
    ("plug-in-gauss-rle2", 9.0, 9.0),
    ("plug-in-hsv-noise", 2, 3, 10, 30),
    ("plug-in-illusion", 8, 0),
    ("plug-in-illusion", 5, 1),
    ("plug-in-laplace",),
    ("plug-in-lens-distortion", 10.0, 20.0, 30.0, 10.0, -10.0, 20.0),
    ("plug-in-make-seamless",),
    ("plug-in-maze", 8, 8, 0, 0, 5, 57, 1),
    ("plug-in-mblur", 0, 20.0, 300.0, 0.0, 0.0),
    ("plug-in-mblur", 1, 10.0, 20.0, 48.0, 30.0),
    ("plug-in-mblur", 2, 50.0, 0.0, 48.0, 30.0),
    ("plug-in-mblur-inward", 2, 50.0, 0.0, 48.0, 30.0),
    ("plug-in-median-blur", 4, 50.0),
    ("plug-in-neon", 5.0, 0.5),
    ("plug-in-normalize",),
    ("plug-in-oilify", 8, 0),
    ("plug-in-oilify", 21, 1),
    ("plug-in-oilify-enhanced", 0, 8, OTHER, 8, OTHER),
    ("plug-in-papertile", 20, 20.0, 0, 0, 1, 5, RED, 255),
    ("plug-in-pixelize", 10),
    ("plug-in-pixelize2", 10, 6),
    ("plug-in-plasma", 5, 2.0),
    ("plug-in-randomize-hurl", 50.0, 1.0, 0, 10),
    ("plug-in-randomize-pick", 50.0, 1.0, 0, 10),
    ("plug-in-randomize-slur", 50.0, 1.0, 0, 10),
    ("plug-in-red-eye-removal", 50),
    ("plug-in-ripple", 20, 5, 0, 1, 1, 1, 0),
    ("plug-in-ripple", 40, 8, 1, 2, 0, 1, 1),
    ("plug-in-rotate", 1, 0),
    ("plug-in-rotate", 2, 1),
    ("plug-in-sel-gauss", 5.0, 50),
    ("plug-in-sharpen", 50),
    ("plug-in-shift", 10, 0),
    ("plug-in-shift", 10, 1),
    ("plug-in-sinus", 15.0, 20.0, 1.0, 5, 0, 0, 2, YELLOW, BLUE, 1.0, 1.0, 0, 0.0),
    ("plug-in-sinus", 15.0, 20.0, 1.0, 5, 1, 1, 0, YELLOW, BLUE, 1.0, 1.0, 2, 0.5),
    ("plug-in-sobel", 1, 1, 1),
    ("plug-in-sobel", 1, 0, 0),
    ("plug-in-solid-noise", 0, 0, 5, 1, 4.0, 4.0),
    ("plug-in-solid-noise", 1, 1, 5, 3, 4.0, 6.0),
    ("plug-in-unsharp-mask", 2.0, 2.0, 20),
    ("plug-in-video", 0, 1, 0),
    ("plug-in-video", 7, 0, 1),
    ("plug-in-vinvert",),
    ("plug-in-vpropagate", 2, 3, 0.5, 5, 50, 200),
    ("plug-in-vpropagate", 4, 7, 1.0, 15, 0, 255),
    ("plug-in-waves", 10.0, 0.0, 10.0, 0, 0),
    ("plug-in-waves", 10.0, 90.0, 20.0, 1, 1),
    ("plug-in-whirl-pinch", 90.0, 0.5, 1.0),
    ("plug-in-wind", 10, 0, 10, 0, 1),
    ("plug-in-wind", 10, 1, 20, 1, 2),
    ("gimp-brightness-contrast", 40, -20),
    ("gimp-color-balance", 1, 0, 30.0, -20.0, 40.0),
    ("gimp-colorize", 200.0, 60.0, 10.0),
    ("gimp-curves-explicit", 1, Bytes(tuple(255 - value // 2 for value in range(256)))),
    ("gimp-curves-spline", 0, Bytes((0, 0, 100, 160, 255, 255))),
    ("gimp-curves-spline", 1, Bytes((0, 30, 128, 100, 255, 220))),
    ("gimp-desaturate",),
    ("gimp-desaturate-full", 1),
    ("gimp-drawable-brightness-contrast", -0.4, 0.5),
    ("gimp-drawable-color-balance", 1, 1, 30.0, -20.0, 40.0),
    ("gimp-drawable-colorize-hsl", 20.0, 30.0, -20.0),
    ("gimp-drawable-curves-spline", 0, Floats((0.0, 0.0, 0.4, 0.6, 1.0, 1.0))),
    ("gimp-drawable-desaturate", 3),
    ("gimp-drawable-desaturate", 4),
    ("gimp-drawable-equalize", 0),
    ("gimp-drawable-hue-saturation", 0, 60.0, 10.0, -30.0, 0.0),
    ("gimp-drawable-hue-saturation", 5, 60.0, 10.0, -30.0, 50.0),
    ("gimp-drawable-invert", 0),
    ("gimp-drawable-levels", 0, 0.1, 0.8, 0, 1.5, 0.05, 0.9, 0),
    ("gimp-drawable-levels", 1, 0.1, 0.8, 1, 0.7, 0.05, 0.9, 1),
    ("gimp-drawable-offset", 1, 0, 30, 40),
    ("gimp-drawable-posterize", 5),
    ("gimp-drawable-shadows-highlights", 50.0, -50.0, 0.0, 100.0, 50.0, 100.0, 50.0),
    ("gimp-drawable-threshold", 0, 0.3, 0.7),
    ("gimp-hue-saturation", 2, 60.0, 10.0, 30.0),
    ("gimp-levels", 0, 30, 200, 1.5, 10, 240),
    ("gimp-levels-auto",),
    ("gimp-drawable-transform-2d", 20.0, 20.0, 0.8, 0.9, 0.2, 30.0, 30.0, 0, 2, 1, 3, 0),
    ("gimp-drawable-transform-flip", 10.0, 0.0, 60.0, 60.0, 0, 2, 1, 3, 0),
    ("gimp-drawable-transform-flip-simple", 0, 1, 0.0, 0),
    ("gimp-drawable-transform-matrix-default", 1.0, 0.2, 0.0, 0.1, 1.0, 0.0, 0.0, 0.0, 1.0, 1, 0),
    (
        "gimp-drawable-transform-perspective",
        5.0,
        5.0,
        90.0,
        0.0,
        0.0,
        60.0,
        96.0,
        50.0,
        0,
        2,
        1,
        3,
        1,
    ),
    ("gimp-drawable-transform-rotate", 0.3, 1, 0, 0, 0, 2, 1, 3, 0),
    ("gimp-drawable-transform-rotate-default", 0.3, 0, 10, 10, 1, 1),
    ("gimp-drawable-transform-rotate-simple", 0, 1, 0, 0, 0),
    ("gimp-drawable-transform-scale", 0.0, 0.0, 50.0, 90.0, 0, 0, 1, 3, 0),
    ("gimp-drawable-transform-shear", 0, 20.0, 1, 1, 1, 3, 0),
    ("gimp-item-transform-rotate", -0.3, 1, 0, 0),
    ("gimp-edit-blend", 0, 0, 0, 100.0, 0.0, 0, 0, 0, 0, 0.0, 0, 10.0, 10.0, 80.0, 50.0),
    ("gimp-edit-blend", 0, 0, 2, 50.0, 0.0, 0, 1, 0, 0, 0.0, 0, 40.0, 30.0, 60.0, 50.0),
    ("gimp-edit-bucket-fill", 0, 0, 60.0, 40.0, 0, 20.0, 45.0),
    ("gimp-edit-bucket-fill-full", 1, 0, 100.0, 30.0, 0, 1, 1, 60.0, 30.0),
    ("gimp-pencil", Floats((10, 10, 80, 50))),
    ("gimp-paintbrush-default", Floats((10, 10, 80, 50))),
    ("gimp-smudge-default", Floats((40, 10, 70, 40))),
    ("gimp-layer-resize", 120, 80, 10, 20),
]
"""Those that give 2.10's pixels."""

LIKE = [
    ("plug-in-dog", 3.0, 1.0, 0, 0),
    ("plug-in-dog", 3.0, 1.0, 1, 1),
    ("plug-in-emboss", 30.0, 45.0, 20, 1),
    ("plug-in-fractal-trace", -1.0, 0.5, -1.0, 1.0, 3, 0),
    ("plug-in-glasstile", 20, 30),
    ("plug-in-mosaic", 15.0, 4.0, 1.0, 0.65, 1, 135.0, 0.0, 1, 1, 1, 0, 0),
    ("plug-in-newsprint", 10, 0, 0, 45.0, 0, 0.0, 0, 0.0, 0, 0.0, 0, 15),
    ("plug-in-photocopy", 10.0, 0.8, 0.2, 0.2),
    ("plug-in-softglow", 10.0, 0.75, 0.85),
]
"""Those that 2.10 computed otherwise than GEGL does: they give a picture like its."""
