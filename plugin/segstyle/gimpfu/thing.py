"""What stands for GIMP 3's objects, and the way from one to the other."""

from .bindings import Gimp
from .parasite import Parasite

KINDS = {}
"""GIMP 3's classes → what stands for them."""


def stands_for(theirs):
    """Class decorator: objects of GIMP's class ``theirs`` are wrapped in this one."""

    def remember(ours):
        KINDS[theirs] = ours
        return ours

    return remember


def wrap(value):
    """GIMP 3's objects as ours, also inside lists; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return [wrap(one) for one in value]
    for theirs in type(value).__mro__:
        if theirs in KINDS:
            return KINDS[theirs].of(value)
    return value


def unwrap(value):
    """Our objects as GIMP 3's, also inside lists; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return [unwrap(one) for one in value]
    return value.real if isinstance(value, Thing) else value


def setting(name, theirs=lambda value: value, ours=wrap):
    """A property that GIMP's own object has as ``get_name`` and ``set_name``.

    ``theirs`` makes of a value what it takes, ``ours`` of what it gives what a plug-in expects.
    """

    def get(thing):
        return ours(getattr(thing.real, f"get_{name}")())

    def set(thing, value):
        getattr(thing.real, f"set_{name}")(theirs(value))

    return property(get, set)


class Thing:
    """What GIMP knows by a number; ``real`` is GIMP 3's own object.

    Two are equal when that is the same thing in GIMP.
    """

    def __init__(self, real):
        self.real = real

    @classmethod
    def of(cls, real):
        """Wrap GIMP's own object without making a new one."""
        thing = cls.__new__(cls)
        thing.real = real
        return thing

    @classmethod
    def from_id(cls, number):
        """The object that GIMP knows by this number; None when there is none."""
        for theirs, ours in KINDS.items():
            if ours is cls:
                return wrap(theirs.get_by_id(number))
        return None

    def __eq__(self, other):
        return isinstance(other, Thing) and self.real == other.real

    def __hash__(self):
        return hash((type(self.real).__name__, self.ID))

    def __repr__(self):
        return f"<gimp.{type(self).__name__} {self.ID}>"

    @property
    def ID(self):
        return self.real.get_id()

    @property
    def is_valid(self):
        """Whether it is still there: the user may have closed or deleted it."""
        return self.real.is_valid()


class WithParasites(Thing):
    """Images and items: what parasites can be attached to."""

    def attach_new_parasite(self, name, flags, data):
        """Attach ``data``, a string or bytes, under ``name``."""
        self.parasite_attach(Parasite(name, flags, data))

    def parasite_attach(self, parasite):
        self.real.attach_parasite(parasite.real)

    def parasite_detach(self, name):
        self.real.detach_parasite(name)

    def parasite_find(self, name):
        """The parasite of this name; None when there is none."""
        found = self.real.get_parasite(name)
        return None if found is None else Parasite.of(found)

    def parasite_text(self, name):
        """The data of the parasite as a string; None when there is none of this name."""
        found = self.parasite_find(name)
        return None if found is None else found.data

    def parasite_list(self):
        """The names of all its parasites."""
        return tuple(self.real.get_parasite_list())


@stands_for(Gimp.Display)
class Display(Thing):
    """A view of an image: ``Display(image)`` opens one."""

    def __init__(self, image):
        super().__init__(Gimp.Display.new(unwrap(image)))
