"""``from gimpshelf import shelf``: values that are kept until GIMP ends, as in GIMP 2.10."""

import base64
import pickle

from gimpfu import gimp

PREFIX = "shelf-"


class Shelf:
    """Any values that can be pickled, by name."""

    def has_key(self, name):
        return name in self

    def __contains__(self, name):
        return bool(gimp.get_data(PREFIX + name))

    def __getitem__(self, name):
        kept = gimp.get_data(PREFIX + name)
        if not kept:
            raise KeyError(name)
        return pickle.loads(base64.b64decode(kept))

    def __setitem__(self, name, value):
        gimp.set_data(PREFIX + name, base64.b64encode(pickle.dumps(value)).decode())

    def __delitem__(self, name):
        gimp.set_data(PREFIX + name, "")


shelf = Shelf()
