"""A photo with what was painted of it: what has changed is painted anew, in its place."""

from actions.painting import add_group_for, add_painted, paint, put_in_place
from actions.reading import box_of, covered, export_channel, export_mask, with_children
from actions.recipe import (
    changed,
    is_styled,
    keep_recipe,
    kept_recipe,
    only,
    paints_alike,
    regions_of,
)
from actions.records import fingerprint, painted_layers
from actions.writing import one_step
from gimpfu import gimp
from texts import _

KEEP_BOTH, REPLACE = "keep-both", "replace"


class Restyling:
    """A photo of which layers were painted, to be painted anew; see ``painted_photo``.

    Attributes:
        before: the recipe that the layers were painted by.
    """

    def __init__(self, image, photo):
        self.image, self.photo = image, photo
        self._layers = {}
        for one in painted_layers(image):
            if one.record.photo == photo.tattoo:
                self._layers.setdefault(one.record.region, one)
        self.before = self._recipe_so_far()

    @property
    def names(self):
        """The regions that can be painted anew: the channels, and what has a layer."""
        return [*dict.fromkeys([*self._channels, *self._layers])]

    def changed(self, recipe):
        """The regions that ``recipe`` paints otherwise than they were, in its order."""
        return [
            region
            for region in regions_of(recipe)
            if is_styled(recipe, region) and not self._was_painted_so(recipe, region)
        ]

    def export(self, regions, folder):
        """Write what is to be painted of some regions; the protocol's regions.

        Of a region whose mask was edited by hand that is the mask.

        Raises:
            RuntimeError: one is empty, or is neither a channel nor has a mask.
        """
        return [
            self._exported(region, folder / f"channel-{number}.u8")
            for number, region in enumerate(regions, 1)
        ]

    def paint(self, core, progress, recipe, regions, what_of_edited):
        """Paint ``regions`` anew, or those that have changed, and take away what is Original now.

        ``what_of_edited(layers)`` is asked when layers have been edited by hand: REPLACE or
        KEEP_BOTH. Returns the regions that were painted.

        Raises:
            RuntimeError: nothing has changed, or a name that is no region.
            CoreError: the job failed.
            CancelledError: the user cancelled.
        """
        regions = regions or self.changed(recipe) + self._redrawn(recipe)
        gone = [
            name
            for name in self._layers
            if is_styled(self.before, name) and not is_styled(recipe, name)
        ]
        self._insist_on_work(recipe, regions, gone)
        edited = [
            one
            for region, one in self._layers.items()
            if region in (*regions, *gone) and one.has_edited_pixels
        ]
        kept = edited if edited and what_of_edited(edited) == KEEP_BOTH else []
        painted = []
        if regions:
            exported = self.export(regions, core.folder)
            painted, full = paint(core, self.photo, exported, only(recipe, regions), progress)
            recipe = changed(recipe, full)
        with one_step(self.image, self.photo) as replaced:
            layers = [self._written(one, recipe, kept, replaced) for one in painted]
            for region in gone:
                if self._layers[region] not in kept and self._layers[region].is_as_it_was:
                    self.image.remove_layer(self._layers[region].layer)
            for old in replaced:
                self.image.remove_layer(old)
            for layer, one in zip(layers, painted, strict=True):
                layer.name = one.name
            keep_recipe(self.image, only(recipe, self._channels))
        return [one.region for one in painted]

    def _written(self, painted, recipe, kept, replaced):
        old = self._layers.get(painted.region)
        if old is None or not old.layer.is_valid:
            return add_painted(self.image, self._group(), 0, self.photo, painted, recipe)
        mask = old.record.mask_sha256 if old.has_edited_mask else None
        new = put_in_place(self.image, old.layer, self.photo, painted, recipe, mask)
        if old not in kept and old.is_as_it_was:
            replaced[old.layer] = new
        return new

    def _group(self):
        for one in self._layers.values():
            if one.layer.is_valid and one.layer.parent is not None:
                return one.layer.parent
        return add_group_for(self.image, self.photo)

    @property
    def _channels(self):
        return {channel.name: channel for channel in self.image.channels}

    def _recipe_so_far(self):
        """What the image keeps, and what the layers keep of regions that it does not speak of."""
        settings = [one.record.settings for one in self._layers.values()]
        recipe = kept_recipe(self.image) or {**settings[0], "assignments": []}
        known = regions_of(recipe)
        more = [
            one for each in settings for one in each["assignments"] if one["region"] not in known
        ]
        return {**recipe, "assignments": [*recipe["assignments"], *more]}

    def _was_painted_so(self, recipe, region):
        old = self._layers.get(region)
        return paints_alike(old.record.settings if old else self.before, recipe, region)

    def _redrawn(self, recipe):
        """The regions that were painted so, but of which the channel has changed since."""
        return [
            region
            for region, old in self._layers.items()
            if is_styled(recipe, region)
            and self._was_painted_so(recipe, region)
            and self._is_redrawn(old)
        ]

    def _is_redrawn(self, old):
        """Whether the channel is no longer what the layer's unedited mask has."""
        channel = self._channels.get(old.record.region)
        if channel is None or old.layer.mask is None or old.has_edited_mask:
            return False
        encoding, box = gimp.coverage_format(channel), box_of(old.layer)
        inside, all_of_it = (covered(channel, encoding, one) for one in (box, box_of(self.photo)))
        return inside != all_of_it or fingerprint(channel, encoding, box) != old.record.mask_sha256

    def _exported(self, region, file):
        channel, old = self._channels.get(region), self._layers.get(region)
        mask = old and old.layer.mask
        if channel is not None and not (mask and old.has_edited_mask):
            return export_channel(channel, self.photo, file)
        if not mask:
            raise RuntimeError(
                _("“{}” is no channel, and no layer with a mask. There are: {}.").format(
                    region, ", ".join(self.names)
                )
            )
        exported = export_mask(mask, gimp.coverage_format(mask), self.photo, file)
        if exported is None:
            raise RuntimeError(
                _("The mask of the layer “{}” is empty. Paint something into it.").format(
                    old.layer.name
                )
            )
        return {"name": region, **exported}

    def _insist_on_work(self, recipe, regions, gone):
        for region in regions:
            if not is_styled(recipe, region):
                raise RuntimeError(
                    _("“{}” has no style. Give assignments such as sky=STYLE.").format(region)
                )
        if not (regions or gone):
            raise RuntimeError(
                _("Nothing has changed since it was painted.")
                + " "
                + _("Choose another style for a region first.")
            )


def painted_photo(image, layer):
    """The layer that was painted, if ``layer`` is it, was painted of it or holds what was.

    Raises:
        RuntimeError: nothing was painted of it.
    """
    painted = painted_layers(image)
    if any(one.record.photo == layer.tattoo for one in painted):
        return layer
    inside = [*with_children([layer])]
    tattoos = [one.record.photo for one in painted if one.layer in inside]
    for photo in with_children(image.layers):
        if photo.tattoo in tattoos:
            return photo
    raise RuntimeError(
        _("Nothing was painted of the layer “{}” yet.").format(layer.name)
        + " "
        + _("Choose Filters ▸ SegStyle ▸ Style Channels first.")
    )
