"""Names that the core gives to regions and layers, in the user's language."""

from texts import _, told


def region_name(name):
    """“sky”, “sky 2”, “darker blue, top left” as the user says it; other names stay as they are."""
    if not name or _(name) != name:
        return name and _(name)
    rest, _space, number = name.rpartition(" ")
    if rest and number.isdigit():
        return f"{region_name(rest)} {number}"
    colour, comma, place = name.partition(", ")
    return f"{_colour(colour)}, {_(place)}" if comma and place else name


def layer_name(name):
    """“sky – Oil swirls + My own”, with the titles of styles as the user reads them."""
    region, dash, titles = name.rpartition(" – ")
    return region + dash + " + ".join(told(title) for title in titles.split(" + "))


def _colour(name):
    """“blue”, or what tells it from others of that name before it: “darker blue”."""
    telling, _space, rest = name.partition(" ")
    form = f"{telling} {{}}"
    if _(name) != name or not rest or _(form) == form:
        return _(name)
    return _(form).format(_(rest))
