"""Names that the core gives to regions, in the user's language."""

from texts import _


def region_name(name):
    """“sky”, “sky 2”, “darker blue, top left” as the user says it; other names stay as they are."""
    if not name or _(name) != name:
        return name and _(name)
    rest, _space, number = name.rpartition(" ")
    if rest and number.isdigit():
        return f"{region_name(rest)} {number}"
    colour, comma, place = name.partition(", ")
    return f"{_colour(colour)}, {_(place)}" if comma and place else name


def _colour(name):
    """“blue”, or what tells it from others of that name before it: “darker blue”."""
    telling, _space, rest = name.partition(" ")
    form = f"{telling} {{}}"
    if _(name) != name or not rest or _(form) == form:
        return _(name)
    return _(form).format(_(rest))
