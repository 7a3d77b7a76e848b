"""Style Selection: one style on what is selected, without any channel."""

from actions.painting import add_group_for, add_painted, paint
from actions.paintings import Paintings
from actions.progress import StatusBar
from actions.reading import export_mask, insist_on, photo_layer
from actions.recipe import assignment
from actions.records import painted_layers
from actions.writing import one_step
from conversation import Conversation
from gimpfu import gimp
from texts import _


def style_selection(image, drawable, style, strength, quality, size, seed):
    """Without a dialog: paint what is selected, or all of the layer, in a style."""
    layer = photo_layer(image, drawable)
    if not style.strip():
        raise RuntimeError(_("No style was given. Give one of the gallery's, or a picture's path."))
    with Conversation() as core:
        core.hello()
        progress = StatusBar(_("Styling"))
        _paint(image, layer, core, progress, style.strip(), strength, quality, size, seed)


def style_selection_with_dialog(image, drawable, style, strength, quality, size, seed):
    """With a dialog, which starts from the values given; returns what was chosen."""
    from dialogs.progress import ProgressWindow
    from dialogs.style_selection import ask

    layer = photo_layer(image, drawable)
    with Conversation() as core:
        styles = core.hello()["styles"]
        style, strength, quality = ask(styles, Paintings(core), style, strength, quality)
        with ProgressWindow(_("Styling “{}”").format(layer.name), can_keep=True) as window:
            _paint(image, layer, core, window, style, strength, quality, size, seed)
    return style, strength, quality, size, seed


def _paint(image, layer, core, progress, style, strength, quality, size, seed):
    insist_on(image, layer)
    mine = [one for one in painted_layers(image) if one.record.photo == layer.tattoo]
    name = _free_name({one.record.region for one in mine})
    mask = _selected(image, layer, core.folder / "selection.u8")
    recipe = {
        "version": 1,
        "assignments": [assignment(name, style, strength)],
        "quality": quality,
        "size": size or None,
        "seed": seed,
    }
    painted, full = paint(core, layer, [{"name": name, **mask}], recipe, progress)
    with one_step(image, layer):
        groups = [one.layer.parent for one in mine if one.layer.is_valid and one.layer.parent]
        group = groups[0] if groups else add_group_for(image, layer)
        for one in painted:
            add_painted(image, group, 0, layer, one, full)


def _selected(image, layer, file):
    """Write what is selected on the layer, all of it when nothing is; the protocol's mask."""
    if image.selected_box is None:
        file.write_bytes(b"\xff" * (layer.width * layer.height))
        return {"box": [0, 0, layer.width, layer.height], "coverage": file.name}
    encoding = gimp.coverage_format(image.selection)
    mask = export_mask(image.selection, encoding, layer, file, image.selected_box)
    if mask is None:
        raise RuntimeError(
            _("The selection lies beside the layer “{}”.").format(layer.name)
            + " "
            + _("Select something on the layer.")
        )
    return mask


def _free_name(taken):
    """A name for the region that no layer of the photo has yet."""
    name, number = _("Selection"), 1
    while name in taken:
        number += 1
        name = _("Selection {}").format(number)
    return name
