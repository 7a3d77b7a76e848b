"""The regions as a picture and as a list; what is picked in one is picked in the other."""

from choice import Changes
from dialogs.gtk import Gtk, column
from dialogs.region_list import RegionList, percent
from dialogs.region_picture import RegionPicture
from texts import _, plural

LEAST_PICTURE = 420, 300


class RegionsBox:
    """Regions that can be united, separated and renamed.

    ``changed()`` is called when the user has done so, ``say(text)`` with words on what is pointed
    at or picked.
    """

    def __init__(self, changed, say):
        self._changed, self._say = changed, say
        self._regions = []
        self._changes = Changes()
        self._next = None
        self._picture = RegionPicture(*LEAST_PICTURE, self._point, self._pick, self._unite_two)
        self._list = RegionList(self._picked, self._rename)
        self.picture = self._picture.widget
        self._unite = self._button(_("_Unite"), self._unite_picked)
        self._unite.set_tooltip_text(
            _("Make one region of those that are picked. In the picture: drag from one to another.")
        )
        self._separate = self._button(_("Se_parate"), self._separate_picked)
        self._renaming = self._button(_("_Rename"), self._list.rename)
        buttons = Gtk.Box(spacing=6, homogeneous=True)
        for button in (self._unite, self._separate, self._renaming):
            buttons.pack_start(button, True, True, 0)
        self.list = column(6)
        self.list.pack_start(self._list.widget, True, True, 0)
        self.list.pack_start(buttons, False, False, 0)
        self._picked()

    @property
    def division(self):
        """What was changed, as the protocol's ``preview`` has it."""
        return self._changes.division

    def forget_changes(self):
        """Take regions as they are found."""
        self._changes = Changes()
        self._next = None

    def show_photo(self, pixels):
        """Show the photo without regions, a pixbuf."""
        self._picture.show(pixels)

    def show(self, width, height, overlay, labels, regions):
        """Show a picture of regions, as RegionPicture takes it, and their list."""
        self._regions = regions
        self._picture.tell(None)
        self._picture.show_regions(width, height, overlay, labels)
        self._list.fill(regions)
        number, self._next = self._next, None
        places = [place for place, one in enumerate(regions) if number in one["numbers"]]
        self._list.pick(places[0] if places else None)

    def show_none(self):
        """Show the photo, and no regions."""
        self._regions = []
        self._list.fill([])
        self._picture.forget_regions()
        self._picked()

    def _button(self, label, clicked):
        button = Gtk.Button(label=label, use_underline=True)
        button.connect("clicked", lambda _button: clicked())
        return button

    def _point(self, index, start):
        if index is None:
            self._picture.tell(None)
            self._picked()
        elif start is None or start == index:
            words = self._words_on(index)
            self._picture.tell(words)
            self._say(words)
        else:
            names = self._regions[start]["name"], self._regions[index]["name"]
            words = _("Unite “{}” and “{}”").format(*names)
            self._picture.light((start, index))
            self._picture.tell(words)
            self._say(words)

    def _pick(self, index, too):
        self._list.pick(index, too)

    def _picked(self):
        chosen = self._list.chosen
        self._picture.light(chosen)
        self._unite.set_sensitive(len(chosen) > 1)
        self._separate.set_sensitive(
            any(len(self._regions[index]["numbers"]) > 1 for index in chosen)
        )
        self._renaming.set_sensitive(len(chosen) == 1)
        if len(chosen) == 1:
            self._say(self._words_on(chosen[0]))
        elif self._regions:
            number = len(chosen) or len(self._regions)
            text = (
                plural("{} region is picked", "{} regions are picked", number)
                if chosen
                else plural("{} region", "{} regions", number)
            )
            self._say(text.format(number))

    def _words_on(self, index):
        region = self._regions[index]
        return _("{}: {} of the picture").format(region["name"], percent(region["share"]))

    def _unite_two(self, one, other):
        self._make_one_of([one, other])

    def _unite_picked(self):
        self._make_one_of(self._list.chosen)

    def _make_one_of(self, indices):
        regions = [self._regions[index] for index in indices]
        self._changes.unite(regions)
        self._show_next(regions[0])

    def _separate_picked(self):
        regions = [self._regions[index] for index in self._list.chosen]
        for region in regions:
            self._changes.separate(region)
        self._show_next(regions[0])

    def _rename(self, index, name):
        self._changes.rename(self._regions[index], name)
        self._show_next(self._regions[index])

    def _show_next(self, region):
        """Have the regions shown anew, this one picked."""
        self._next = region["numbers"][0]
        self._changed()
