"""Paths, which GIMP 2.10 called vectors, and their strokes."""

from .bindings import Gimp
from .items import Item
from .thing import stands_for, unwrap, wrap


@stands_for(Gimp.Path)
class Vectors(Item):
    """A path: ``Vectors(image, name)``."""

    def __init__(self, image, name="Vectors"):
        super().__init__(Gimp.Path.new(image.real, name))

    @property
    def strokes(self):
        return [VectorsBezierStroke.of(self, number) for number in self.real.get_strokes()]

    def remove_stroke(self, stroke):
        self.real.remove_stroke(getattr(stroke, "ID", stroke))

    def copy(self):
        return wrap(self.real.copy())

    def to_selection(self, operation=2, antialias=True, feather=False, radius_x=0.0, radius_y=0.0):
        """Select what it encloses."""
        Gimp.context_push()
        Gimp.context_set_antialias(bool(antialias))
        Gimp.context_set_feather(bool(feather))
        Gimp.context_set_feather_radius(radius_x, radius_y)
        image = unwrap(self.image)
        image.select_item(Gimp.ChannelOps(operation), self.real)
        Gimp.context_pop()


class VectorsBezierStroke:
    """A stroke of a path: ``VectorsBezierStroke(vectors, controlpoints, closed)``.

    Control points are x, y, x, y …: handle, anchor, handle for each anchor.
    """

    def __init__(self, vectors, controlpoints=(), closed=False):
        points = [float(value) for value in controlpoints]
        kind = Gimp.PathStrokeType.BEZIER
        self.vectors = vectors
        self.ID = vectors.real.stroke_new_from_points(kind, points, bool(closed))

    @classmethod
    def of(cls, vectors, number):
        """The stroke of a path that GIMP knows by ``number``."""
        stroke = cls.__new__(cls)
        stroke.vectors, stroke.ID = vectors, number
        return stroke

    @property
    def vectors_ID(self):
        return self.vectors.ID

    @property
    def type(self):
        return 0

    @property
    def points(self):
        """Control points as a list, and whether the stroke is closed."""
        _, points, closed = self.vectors.real.stroke_get_points(self.ID)
        return list(points), closed

    def close(self):
        self.vectors.real.stroke_close(self.ID)

    def translate(self, x, y):
        self.vectors.real.stroke_translate(self.ID, x, y)

    def scale(self, across, down):
        self.vectors.real.stroke_scale(self.ID, across, down)

    def rotate(self, center_x, center_y, angle):
        self.vectors.real.stroke_rotate(self.ID, center_x, center_y, angle)

    def flip(self, flip_type, axis):
        self.vectors.real.stroke_flip(self.ID, Gimp.OrientationType(flip_type), axis)

    def get_length(self, precision):
        return self.vectors.real.stroke_get_length(self.ID, precision)

    def get_point_at_dist(self, distance, precision):
        """x, y and slope; None when the stroke is shorter."""
        _, x, y, slope, valid = self.vectors.real.stroke_get_point_at_dist(
            self.ID, distance, precision
        )
        return (x, y, slope) if valid else None

    def interpolate(self, precision):
        """Points along it as a list x, y, x, y …, and whether it is closed."""
        points, closed = self.vectors.real.stroke_interpolate(self.ID, precision)
        return list(points), closed

    def lineto(self, x, y):
        self.vectors.real.bezier_stroke_lineto(self.ID, x, y)

    def conicto(self, x0, y0, x1, y1):
        self.vectors.real.bezier_stroke_conicto(self.ID, x0, y0, x1, y1)

    def cubicto(self, x0, y0, x1, y1, x2, y2):
        self.vectors.real.bezier_stroke_cubicto(self.ID, x0, y0, x1, y1, x2, y2)
