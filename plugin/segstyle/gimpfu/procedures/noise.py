"""Noise."""

from .filtering import filters_of

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_rgb_noise(independent, correlated, noise_1, noise_2, noise_3, noise_4):
    return "gegl:noise-rgb", {
        "independent": bool(independent),
        "correlated": bool(correlated),
        "red": noise_1,
        "green": noise_2,
        "blue": noise_3,
        "alpha": noise_4,
    }


@filter
def plug_in_noisify(independent, noise_1, noise_2, noise_3, noise_4):
    return plug_in_rgb_noise(independent, False, noise_1, noise_2, noise_3, noise_4)


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


def _random(operation, pct, repeat, seed):
    return operation, {"pct-random": pct, "repeat": repeat, "seed": int(seed)}


@filter
def plug_in_randomize_hurl(rndm_pct, rndm_rcount, randomize, seed):
    return _random("gegl:noise-hurl", rndm_pct, rndm_rcount, seed)


@filter
def plug_in_randomize_pick(rndm_pct, rndm_rcount, randomize, seed):
    return _random("gegl:noise-pick", rndm_pct, rndm_rcount, seed)


@filter
def plug_in_randomize_slur(rndm_pct, rndm_rcount, randomize, seed):
    return _random("gegl:noise-slur", rndm_pct, rndm_rcount, seed)


@filter
def plug_in_spread(spread_amount_x, spread_amount_y):
    return "gegl:noise-spread", {"amount-x": spread_amount_x, "amount-y": spread_amount_y}


@filter
def plug_in_solid_noise(tilable, turbulent, seed, detail, xsize, ysize):
    return "gegl:noise-solid", {
        "tileable": bool(tilable),
        "turbulent": bool(turbulent),
        "seed": int(seed),
        "detail": detail,
        "x-size": xsize,
        "y-size": ysize,
    }


@filter
def plug_in_plasma(seed, turbulence):
    return "gegl:plasma", {"seed": int(seed), "turbulence": turbulence}
