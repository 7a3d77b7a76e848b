"""What the user has marked in the image for a way of segmenting, as the protocol's masks."""

from actions.reading import export_channel, export_if_any, export_mask, with_children
from actions.recipe import pieces
from choice import Markable
from gimpfu import gimp
from texts import _

STROKES = "A u8"

ROLES = "area", "foreground", "background", "channels"
WANTED = {
    "area": _("select the thing roughly"),
    "strokes": _("paint strokes on a layer or channel of their own"),
    "channels": _("make a channel to start from"),
}


def what_is_markable(image, layer):
    """What can be used as marks on ``layer``."""
    channels = image.channels
    return Markable(
        image.selected_box is not None,
        list(_sources_of_strokes(image, layer)),
        [channel.name for channel in channels],
        [channel.name for channel in channels if channel.visible],
    )


def export_marks(image, layer, folder, wants, choice):
    """Write what is marked; returns the marks among the parameters of ``look``.

    ``wants`` is what can be marked for the segmenter of ``choice``.

    Raises:
        RuntimeError: nothing that is wanted, a name that the image does not have, a mark that is
            not on the layer.
    """
    marks = {}
    if choice.inside_selection and image.selected_box is not None:
        role = "area" if "area" in wants else "inside"
        marks[role] = _selection(image, layer, folder / "selection.u8")
    if "strokes" in wants:
        for role in ("foreground", "background"):
            name = getattr(choice, role)
            if name:
                marks[role] = _strokes(image, layer, name, folder / f"{role}.u8")
    if "channels" in wants:
        every = wants == ["channels"] and not choice.channels
        channels = image.channels if every else _named(image, choice.channels)
        export = export_if_any if every else export_channel
        regions = [
            export(channel, layer, folder / f"channel-{number}.u8")
            for number, channel in enumerate(channels, 1)
        ]
        marks["channels"] = [region for region in regions if region]
    if wants and not any(marks.get(role) for role in ROLES):
        ways = _(", or ").join(WANTED[want] for want in wants)
        raise RuntimeError(_("First {}.").format(ways))
    return marks


def _selection(image, layer, file):
    selection = image.selection
    encoding = gimp.coverage_format(selection)
    mask = export_mask(selection, encoding, layer, file, image.selected_box)
    if mask is None:
        raise RuntimeError(
            _("The selection lies beside the layer “{}”.").format(layer.name)
            + " "
            + _("Select something on the layer, or turn “Only inside the selection” off.")
        )
    return mask


def _strokes(image, layer, name, file):
    sources = _sources_of_strokes(image, layer)
    if name not in sources:
        raise RuntimeError(_("There is no layer or channel “{}” for strokes.").format(name))
    source = sources[name]
    if isinstance(source, gimp.Layer) and not source.has_alpha:
        raise RuntimeError(
            _("The layer “{}” has no transparency, so that everything on it is a stroke.").format(
                name
            )
            + " "
            + _("Paint the strokes on a new transparent layer.")
        )
    encoding = STROKES if isinstance(source, gimp.Layer) else gimp.coverage_format(source)
    mask = export_mask(source, encoding, layer, file)
    if mask is None:
        raise RuntimeError(
            _("There are no strokes of “{}” on the layer “{}”.").format(name, layer.name)
            + " "
            + _("Paint some, or choose another layer or channel.")
        )
    return mask


def _named(image, text):
    named = {channel.name: channel for channel in image.channels}
    channels = []
    for name in pieces(text):
        if name not in named:
            raise RuntimeError(
                _("The image has no channel “{}”. Its channels are: {}.").format(
                    name, ", ".join(named)
                )
            )
        channels.append(named[name])
    return channels


def _sources_of_strokes(image, layer):
    """By their names: all other layers, from the top, then the channels."""
    layers = {one.name: one for one in with_children(image.layers) if one != layer}
    return layers | {one.name: one for one in image.channels if one.name not in layers}
