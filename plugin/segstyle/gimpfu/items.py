"""What has a name in a list of the image, as in GIMP 2.10."""

from .bindings import Gimp
from .errors import NotCoveredError
from .thing import WithParasites, setting, stands_for, unwrap, wrap

__all__ = ["Item", "unwrap", "wrap"]


@stands_for(Gimp.Item)
class Item(WithParasites):
    """What has a name in a list of the image: layers, groups, channels, paths."""

    name = setting("name")

    @property
    def image(self):
        return wrap(self.real.get_image())

    @property
    def parent(self):
        return wrap(self.real.get_parent())

    @property
    def children(self):
        """What is in it, from the top; nothing but groups has children."""
        return wrap(self.real.get_children())

    visible = setting("visible", bool)

    tattoo = setting("tattoo")
    """A number of its own in its image, kept when the image is saved."""

    @property
    def linked(self):
        """GIMP 3 links no items: always False, and True is refused."""
        return False

    @linked.setter
    def linked(self, linked):
        if linked:
            raise NotCoveredError("linked: GIMP 3 has no linked items; select several instead")

    def transform_flip(self, x0, y0, x1, y1, *_how):
        return wrap(self.real.transform_flip(x0, y0, x1, y1))

    def transform_flip_simple(self, flip_type, auto_center, axis, clip_result=False):
        kind = Gimp.OrientationType(flip_type)
        with _clipping(clip_result):
            return wrap(self.real.transform_flip_simple(kind, auto_center, axis))

    def transform_rotate(self, angle, auto_center, center_x, center_y, *_how):
        return wrap(self.real.transform_rotate(angle, auto_center, center_x, center_y))

    def transform_rotate_simple(self, rotate_type, auto_center, center_x, center_y, clip=False):
        kind = Gimp.RotationType(rotate_type)
        with _clipping(clip):
            done = self.real.transform_rotate_simple(kind, auto_center, center_x, center_y)
        return wrap(done)

    def transform_scale(self, x0, y0, x1, y1, *_how):
        return wrap(self.real.transform_scale(x0, y0, x1, y1))


class _clipping:
    """What is transformed inside keeps its size, or is grown to what there is."""

    def __init__(self, clip):
        resize = Gimp.TransformResize
        self._wanted = resize.CLIP if clip else resize.ADJUST

    def __enter__(self):
        Gimp.context_push()
        Gimp.context_set_transform_resize(self._wanted)

    def __exit__(self, *_exception):
        Gimp.context_pop()
