"""Named data that is attached to GIMP, an image or an item."""

from .bindings import Gimp


class Parasite:
    """``Parasite(name, flags, data)``; data is a string, stored as UTF-8, or bytes."""

    def __init__(self, name, flags, data):
        raw = data.encode() if isinstance(data, str) else bytes(data)
        self.real = Gimp.Parasite.new(name, flags, raw)

    @classmethod
    def of(cls, real):
        """Wrap GIMP's own parasite."""
        parasite = cls.__new__(cls)
        parasite.real = real
        return parasite

    @property
    def name(self):
        return self.real.get_name()

    @property
    def flags(self):
        return self.real.get_flags()

    @property
    def data(self):
        """A string; data that is not UTF-8 comes as one character for each byte."""
        raw = bytes(self.real.get_data())
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    @property
    def is_persistent(self):
        return bool(self.flags & 1)

    @property
    def is_undoable(self):
        return bool(self.flags & 2)

    def has_flag(self, flag):
        return bool(self.flags & flag)

    def is_type(self, name):
        return self.name == name

    def copy(self):
        return Parasite(self.name, self.flags, bytes(self.real.get_data()))

    def __eq__(self, other):
        return isinstance(other, Parasite) and bool(self.real.compare(other.real))

    __hash__ = None

    def __str__(self):
        return self.data
