"""Noise."""

import random

from gimpfu.own import keeper

from .filtering import filters_of
from .operations import apply

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)


def _seed():
    return random.getrandbits(31)


@procedure
def plug_in_rgb_noise(image, drawable, independent, correlated, noise_1, noise_2, noise_3, noise_4):
    amounts = noise_1, noise_2, noise_3, noise_4
    if drawable.is_gray:
        amounts = noise_1, noise_1, noise_1, noise_2
    properties = dict(zip(("red", "green", "blue", "alpha"), amounts, strict=True))
    properties |= {"independent": bool(independent), "correlated": bool(correlated)}
    apply(drawable, "gegl:noise-rgb", properties | {"seed": _seed()}, stored=True)


@procedure
def plug_in_noisify(image, drawable, independent, noise_1, noise_2, noise_3, noise_4):
    plug_in_rgb_noise(image, drawable, independent, False, noise_1, noise_2, noise_3, noise_4)


@filter
def plug_in_hsv_noise(holdness, hue_distance, saturation_distance, value_distance):
    return "gegl:noise-hsv", {
        "holdness": holdness,
        "hue-distance": hue_distance,
        "saturation-distance": saturation_distance / 255,
        "value-distance": value_distance / 255,
    }


@filter
def plug_in_scatter_hsv(holdness, hue_distance, saturation_distance, value_distance):
    return plug_in_hsv_noise(holdness, hue_distance, saturation_distance, value_distance)


def _scattered(operation, pct, repeat, randomize, seed):
    seed = _seed() if randomize else int(seed)
    return operation, {"pct-random": pct, "repeat": int(repeat), "seed": seed}


@filter
def plug_in_randomize_hurl(rndm_pct, rndm_rcount, randomize, seed):
    return _scattered("gegl:noise-hurl", rndm_pct, rndm_rcount, randomize, seed)


@filter
def plug_in_randomize_pick(rndm_pct, rndm_rcount, randomize, seed):
    return _scattered("gegl:noise-pick", rndm_pct, rndm_rcount, randomize, seed)


@filter
def plug_in_randomize_slur(rndm_pct, rndm_rcount, randomize, seed):
    return _scattered("gegl:noise-slur", rndm_pct, rndm_rcount, randomize, seed)


@filter
def plug_in_spread(spread_amount_x, spread_amount_y):
    return "gegl:noise-spread", {
        "amount-x": int(spread_amount_x),
        "amount-y": int(spread_amount_y),
        "seed": _seed(),
    }
