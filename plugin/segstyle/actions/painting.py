"""What the core is asked to paint, and how its answer gets into the image."""

from typing import NamedTuple

from actions.files import remember
from actions.reading import export_channel, export_photo
from actions.recipe import only
from actions.records import keep_record, painted_layers
from actions.writing import add_group, add_masked_layer, replace_layer
from region_names import layer_name


class Painted(NamedTuple):
    """A layer that the core has painted: where it lies in the image, and its files."""

    region: str
    style: str
    name: str
    box: tuple
    pixels: object
    mask: object


def export_channels(channels, layer, folder):
    """Write the part of each channel that lies on the layer; the protocol's regions.

    Raises:
        RuntimeError: one is empty there, or has another size than the image.
    """
    return [
        export_channel(channel, layer, folder / f"channel-{number}.u8")
        for number, channel in enumerate(channels, 1)
    ]


def paint(core, layer, regions, recipe, progress):
    """Have the core paint a layer's regions.

    Returns what it has painted, the topmost first, and the recipe with all defaults written out.

    Raises:
        CoreError: the job failed.
        CancelledError: the user cancelled.
    """
    picture = export_photo(layer, core.folder)
    request = {"picture": picture, "regions": regions, "recipe": recipe}
    answer = core.ask("style", request, progress)
    remember(recipe)
    left, top = layer.offsets
    painted = []
    for one in answer["layers"]:
        x, y, width, height = one["box"]
        box = (x + left, y + top, width, height)
        files = core.folder / one["pixels"], core.folder / one["mask"]
        name = layer_name(one["name"])
        painted.append(Painted(one["region"], one["style"], name, box, *files))
    return painted, answer["recipe"]


def add_group_for(image, photo):
    """Add a group for a photo's painted layers, above those that it has; returns it."""
    mine = (one.layer.parent for one in painted_layers(image) if one.record.photo == photo.tattoo)
    beside = [group for group in mine if group is not None and group.parent == photo.parent]
    topmost = min([photo, *beside], key=image.item_position)
    return add_group(image, f"SegStyle: {photo.name}", topmost)


def add_painted(image, group, position, photo, painted, recipe):
    """Add a painted layer to a group; it keeps a record of what it was painted by. Returns it."""
    name, box, *files = painted[2:]
    layer = add_masked_layer(image, group, position, name, box, *files)
    _record(layer, photo, painted, recipe)
    return layer


def put_in_place(image, old, photo, painted, recipe, mask_sha256=None):
    """Put a painted layer in an old one's place, which is still there below it; returns it.

    It has a name of GIMP's choice until the old one is gone and it can be given its own.
    ``mask_sha256`` is given when the mask is the user's own, see ``keep_record``.
    """
    layer = replace_layer(image, old, *painted[3:])
    _record(layer, photo, painted, recipe, mask_sha256)
    return layer


def _record(layer, photo, painted, recipe, mask_sha256=None):
    settings = only(recipe, [painted.region])
    keep_record(layer, photo, painted.region, painted.style, settings, mask_sha256)
