"""What Style Channels shows while its dialog is open: quick looks, estimates, live pictures."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from ends import core as cores
from gi.repository import Gimp, Gio, GLib
from scene import add_channel, coverage, fill, new_image, pixels

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))

import conversation
from actions.live_style import LiveStyle
from actions.recipe import new_recipe
from actions.small import small_coverage, small_picture
from choice import Settings
from conversation import Conversation
from dialogs.estimate import reasons
from gimpfu.errors import CancelledError
from gimpfu.items import wrap

STYLES = os.environ["SEGSTYLE_TEST_STYLES"].split(",")
SKY = 0, 0, 640, 150
GROUND = 0, 300, 640, 127


class Dialog:
    """Stands where StyleDialog stands, and notes what it is shown."""

    say = None

    def __init__(self):
        self.recipe = None
        self.choose(sky="Original")
        self.quick, self.painted, self.errors, self.estimates = [], [], [], []
        self.channels, self.styles, self.progress, self.losses = {}, [], [], []

    def choose(self, **styles):
        assignments = [{"region": name, "style": style} for name, style in styles.items()]
        self.recipe = new_recipe(assignments, Settings(quality="quick", size=192))

    @property
    def is_styled(self):
        return any(one["style"] != "Original" for one in self.recipe["assignments"])

    def connect(self, work):
        self.work = work

    def offer_styles(self, styles):
        self.styles = [style["id"] for style in styles]

    def offer_style(self, style):
        self.styles.append(style["id"])

    def show_photo(self, picture):
        self.photo = picture

    def show_small(self, width, height, scale, data):
        self.small = width, height, scale, data

    def show_channel(self, name, values):
        self.channels[name] = values

    def show_original(self):
        self.quick.append(None)

    def show_quickly(self, width, height, data):
        assert (width, height) == self.small[:2]
        assert len(data) == width * height * 3
        self.quick.append(data)

    def show_painted(self, region, box, width, height, data):
        assert len(data) == width * height * 3
        self.painted.append((region, box))
        self.say("stop_and_keep")

    def show_losses(self, losses):
        self.losses.append(losses)

    def show_note(self, text):
        self.note = text

    def show_estimate(self, estimated):
        self.estimates.append(estimated)

    def show_error(self, text):
        self.errors.append(text)

    def show(self, fraction, _text, _seconds_left):
        self.progress.append(fraction)


@pytest.fixture(scope="module")
def image():
    file = Gio.File.new_for_path(os.environ["SEGSTYLE_TEST_PHOTO"])
    photo = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    add_channel(photo, "ground", GROUND)
    add_channel(photo, "sky", SKY)
    return photo


@pytest.fixture(autouse=True)
def _forget_images():
    """Keep the photo for the whole file."""


@pytest.fixture
def dialog():
    return Dialog()


@pytest.fixture
def live(image, dialog):
    with Conversation() as core:
        LiveStyle(core, wrap(image), wrap(image.get_layers()[0]), dialog)
        yield core
        dialog.work.forget()


def wait_until(holds, seconds=120):
    """Turn GLib's loop until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        GLib.MainContext.default().iteration(False)
        time.sleep(0.002)


def rows(data, box):
    """The bytes of a box as wide as the picture."""
    _x, y, width, height = box
    return data[y * width * 3 : (y + height) * width * 3]


def shows(dialog, **styles):
    """Choose these styles, and wait for the quick look at them."""
    dialog.choose(**styles)
    number = len(dialog.quick)
    dialog.work.changed()
    wait_until(lambda: len(dialog.quick) > number or dialog.errors)
    assert dialog.errors == []
    return dialog.quick[-1]


def test_a_quick_look_shows_styles_under_their_masks_alone(live, dialog, image):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    assert set(STYLES) <= set(dialog.styles)
    photo = pixels(image.get_layers()[0], "R'G'B' u8")
    seen = shows(dialog, sky=STYLES[0], ground="Original")
    assert rows(seen, GROUND) == rows(photo, GROUND)
    assert rows(seen, SKY) != rows(photo, SKY)
    both = shows(dialog, sky=STYLES[0], ground=STYLES[1])
    assert rows(both, SKY) == rows(seen, SKY)
    assert rows(both, GROUND) != rows(photo, GROUND)
    wait_until(lambda: dialog.estimates[-1])
    assert dialog.estimates[-1]["size"] == 192
    assert dialog.estimates[-1]["seconds"] > 0


def test_of_many_wishes_the_newest_is_shown(live, dialog):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    wanted = shows(dialog, ground=STYLES[1])
    number = len(dialog.quick)
    for style in (STYLES[0], STYLES[1]) * 10:
        dialog.choose(ground=style)
        dialog.work.changed()
    wait_until(lambda: len(dialog.quick) > number)
    assert dialog.quick[number:] == [wanted]


def test_live_pictures_and_stopping(live, dialog):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    dialog.choose(sky=STYLES[0], ground=STYLES[1])
    dialog.work.changed()
    assert dialog.work.estimate()["seconds"] > 0
    recipe = {**dialog.recipe, "size": 512, "quality": "best"}
    answer = live.ask("style", {**dialog.work.painting(), "recipe": recipe}, dialog)
    assert answer["stopped_early"]
    assert [layer["region"] for layer in answer["layers"]] == ["sky"]
    assert dialog.losses[0]["run"] == 0
    assert min(dialog.losses[0][loss] for loss in ("size", "step", "content", "style")) > 0
    assert dialog.painted[0] == ("sky", dialog.painted[0][1])
    x, y, width, height = dialog.painted[0][1]
    assert (x, y) == (0, 0)
    assert width == 640
    assert 150 <= height < 300


def test_an_open_picture_becomes_a_style(live, dialog, image):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    other = new_image(300, 200)
    pictures = dialog.work.pictures()
    assert [picture.title for picture in pictures] == [other.get_name()]
    added = []
    dialog.work.add_picture(pictures[0], added.append)
    wait_until(lambda: added or dialog.errors)
    assert dialog.errors == []
    assert dialog.styles[-1] == added[0]
    seen = shows(dialog, sky=added[0])
    assert rows(seen, SKY) != rows(pixels(image.get_layers()[0], "R'G'B' u8"), SKY)
    dialog.work.add_file("/no/such/picture.jpg", added.append)
    wait_until(lambda: dialog.errors)
    assert "picture.jpg" in dialog.errors[-1]
    assert len(added) == 1
    other.delete()


def test_a_silent_core_is_asked_about(live, dialog, monkeypatch):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    monkeypatch.setattr(conversation, "SECONDS_OF_SILENCE", 0.5)
    questions = []

    class Question:
        def __init__(self, answered):
            self.answered, self.ended = answered, False
            questions.append(self)

        def end(self):
            self.ended = True

    live.when_silent = Question
    (process,) = cores()
    os.kill(process, signal.SIGSTOP)
    dialog.choose(sky=STYLES[0])
    dialog.work.changed()
    wait_until(lambda: questions)
    questions[0].answered(True)
    wait_until(lambda: len(questions) == 2)
    os.kill(process, signal.SIGCONT)
    wait_until(lambda: dialog.quick and dialog.quick[-1])
    assert questions[1].ended
    live.when_silent = Question
    os.kill(process, signal.SIGSTOP)
    dialog.choose(sky=STYLES[1])
    dialog.work.changed()
    wait_until(lambda: len(questions) > 2 and not questions[-1].ended)
    questions[-1].answered(False)
    assert "said nothing" in dialog.errors[-1]
    dialog.errors.clear()
    shows(dialog, sky=STYLES[1])
    assert process not in cores()


def test_cancelled_while_it_waits_for_an_estimate(live, dialog):
    wait_until(lambda: dialog.styles and len(dialog.channels) == 2)
    dialog.choose(sky=STYLES[0])
    GLib.idle_add(lambda: dialog.say("cancel"))
    with pytest.raises(CancelledError):
        dialog.work.estimate()


def test_a_layer_is_made_smaller_where_it_lies():
    width, height = 1536, 96
    photo = new_image(width, height)
    layer = photo.get_layers()[0]
    ramp = bytes(value for x in range(width) for value in (x // 6, 128, 255 - x // 6))
    fill(layer, "R'G'B' u8", ramp * height)
    layer.set_offsets(300, 0)
    add_channel(photo, "right", (1068, 0, 468, height))
    small = small_picture(wrap(layer), 768)
    assert small[:3] == (768, 48, 0.5)
    for x in (10, 400, 700):
        assert small.pixels[x * 4] == pytest.approx(2 * x // 6, abs=2)
        assert small.pixels[x * 4 + 3] == 255
    (channel,) = photo.get_channels()
    values = small_coverage(wrap(channel), wrap(layer), small)
    assert len(values) == 768 * 48
    assert (values[383 - 2], values[384 + 2], values[616], values[620]) == (0, 255, 255, 0)
    photo.delete()


def test_a_guard_asks_about_what_is_long_or_large():
    small = {"seconds": 599, "memory_mib": 2000, "free_mib": 2001}
    assert reasons(small) == []
    assert "25 minutes" in reasons({**small, "seconds": 1500})[0]
    assert "2.1\N{NO-BREAK SPACE}GB" in reasons({**small, "memory_mib": 2048, "free_mib": 1000})[0]
    assert len(reasons({**small, "seconds": 9000, "free_mib": 0})) == 2


def test_coverage_of_a_channel_is_what_was_painted(image, dialog, live):
    wait_until(lambda: len(dialog.channels) == 2)
    for channel in image.get_channels():
        assert dialog.channels[channel.get_name()] == coverage(channel)


def test_a_channel_is_as_full_at_its_edges_as_elsewhere():
    width, height = 2053, 1369
    photo = new_image(width, height)
    layer = photo.get_layers()[0]
    add_channel(photo, "all", (0, 0, width, height))
    small = small_picture(wrap(layer))
    (channel,) = photo.get_channels()
    assert set(small_coverage(wrap(channel), wrap(layer), small)) == {255}
    layer.set_offsets(-width // 2, 0)
    values = small_coverage(wrap(channel), wrap(layer), small)
    assert (values[10], values[small.width // 2 - 10]) == (0, 0)
    assert values[small.width - 10] == 255
    photo.delete()
