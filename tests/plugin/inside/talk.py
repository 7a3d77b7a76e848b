"""Talking with the real core without waiting: cancel, coalesce, begin anew after its death."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from ends import core as cores
from gi.repository import Gimp, Gio, GLib

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))

from actions.files import agreed
from actions.live_look import LiveLook
from actions.reading import export_mask
from actions.recipe import PARASITE, kept_recipe
from choice import Changes, Choice
from conversation import Conversation
from gimpfu.errors import CancelledError
from gimpfu.items import wrap


class Dialog:
    """Stands where SegmentDialog stands, and notes what it is shown."""

    def __init__(self, segmenter="colours", count=5):
        self.choice = Choice(segmenter, count, True, "", "", "")
        self.changes = Changes()
        self.shown, self.errors, self.own_counts, self.progress = [], [], [], []

    @property
    def division(self):
        return {**self.choice.division, **self.changes.division}

    def connect(self, look, preview, read):
        self.look, self.preview, self.read = look, preview, read

    def choose(self, **changes):
        self.choice = self.choice._replace(**changes)

    def offer_segmenters(self, segmenters):
        self.segmenters = {one["id"]: one["wants"] for one in segmenters}

    def offer_marks(self, markable):
        self.markable = markable

    def show_photo(self, pixels):
        self.photo = pixels

    def show(self, fraction, _text, _seconds_left):
        self.progress.append(fraction)

    def show_own_count(self, count):
        self.own_counts.append(count)

    def show_regions(self, width, height, overlay, labels, regions):
        assert len(overlay) == width * height * 3
        assert set(labels) == set(range(len(regions)))
        self.regions = regions
        self.shown.append((self.choice.segmenter, len(regions)))

    def show_error(self, text):
        self.errors.append(text)


@pytest.fixture(scope="module")
def image():
    file = Gio.File.new_for_path(os.environ["SEGSTYLE_TEST_PHOTO"])
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)


@pytest.fixture(autouse=True)
def _forget_images():
    """Keep the photo for the whole file."""


@pytest.fixture
def dialog():
    return Dialog()


@pytest.fixture
def live(image, dialog):
    with Conversation() as core:
        LiveLook(core, wrap(image), wrap(image.get_layers()[0]), dialog)
        yield core


def wait_until(holds, seconds=60):
    """Turn GLib's loop until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        GLib.MainContext.default().iteration(False)
        time.sleep(0.002)


def test_the_preview_comes_by_itself(live, dialog):
    assert dialog.photo.get_width() > 300
    wait_until(lambda: dialog.shown)
    assert dialog.shown == [("colours", 5)]
    assert dialog.segmenters["merge"] == ["channels"]
    assert dialog.progress
    assert dialog.errors == []


def test_of_many_counts_the_last_is_shown(live, dialog):
    wait_until(lambda: dialog.shown)
    for count in range(2, 31):
        dialog.choose(count=count)
        dialog.preview()
    wait_until(lambda: dialog.shown[-1][1] == 30)
    assert len(dialog.shown) == 3, "the first, the one under way, the last"
    dialog.choose(count=0)
    dialog.preview()
    wait_until(lambda: dialog.shown[-1][1] == dialog.own_counts[-1])


def test_united_and_renamed(live, dialog):
    wait_until(lambda: dialog.shown)
    one, other = dialog.regions[1], dialog.regions[3]
    dialog.changes.unite([other, one])
    dialog.changes.rename(one, "roof")
    dialog.preview()
    wait_until(lambda: dialog.shown[-1][1] == 4)
    (roof,) = (each for each in dialog.regions if each["numbers"] == [1, 3])
    assert (roof["name"], roof["colour"]) == ("roof", one["colour"])
    assert roof["share"] == pytest.approx(one["share"] + other["share"], abs=1e-3)
    dialog.changes.separate(roof)
    dialog.changes.rename(roof, "")
    dialog.preview()
    wait_until(lambda: dialog.shown[-1][1] == 5)
    assert dialog.regions[1] == one


def test_another_look_ends_the_one_under_way(live, dialog):
    dialog.choose(segmenter="clusters")
    wait_until(lambda: dialog.progress)
    dialog.choose(segmenter="colours", count=7)
    dialog.look()
    wait_until(lambda: dialog.shown)
    assert dialog.shown == [("colours", 7)]
    assert dialog.errors == []


def test_what_is_not_marked_is_said_and_does_not_hurt(live, dialog):
    wait_until(lambda: dialog.shown)
    dialog.choose(segmenter="merge")
    dialog.look()
    assert "First make a channel" in dialog.errors[-1]
    dialog.choose(segmenter="colours", count=1000)
    dialog.look()
    wait_until(lambda: len(dialog.errors) == 2)
    assert "1000 regions cannot be made" in dialog.errors[-1]
    dialog.choose(count=6)
    dialog.preview()
    wait_until(lambda: dialog.shown[-1] == ("colours", 6))


def test_a_dead_core_is_told_at_once_and_replaced(live, dialog):
    wait_until(lambda: dialog.shown)
    folder = live.folder
    (process,) = cores()
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: dialog.errors, 5)
    assert "was ended by SIGKILL" in dialog.errors[0]
    dialog.look()
    wait_until(lambda: len(dialog.shown) == 2)
    assert len(dialog.errors) == 1
    assert not folder.exists()
    assert len(cores()) == 1


def test_the_regions_are_those_of_the_preview(live, dialog):
    wait_until(lambda: dialog.shown)
    labels = (live.folder / "preview.u8").read_bytes()
    answer = live.ask("segment", {"count": 5}, dialog)
    shares = [labels.count(index) / len(labels) for index in range(5)]
    for segment, share in zip(answer["segments"], shares, strict=True):
        covered = sum((live.folder / segment["coverage"]).read_bytes()) / 255
        assert covered / (640 * 427) == pytest.approx(share, abs=0.02)


def test_a_photo_that_was_closed(image, dialog):
    copy = image.duplicate()
    with Conversation() as core:
        LiveLook(core, wrap(copy), wrap(copy.get_layers()[0]), dialog)
        wait_until(lambda: dialog.shown)
        copy.delete()
        dialog.read()
        dialog.look()
    assert "was closed" in dialog.errors[-1]


def test_what_waits_can_be_cancelled(live, dialog):
    ends = []
    wait_until(lambda: dialog.shown)
    first = live.begin("preview", {"count": 3}, lambda *end: ends.append(("first", *end)))
    second = live.begin("preview", {"count": 4}, lambda *end: ends.append(("second", *end)))
    live.cancel(second)
    ((name, result, error),) = ends
    assert (name, result) == ("second", None)
    assert isinstance(error, CancelledError)
    wait_until(lambda: len(ends) == 2)
    assert len(ends[1][1]["segments"]) == 3
    assert not first.cancelled


def test_a_diagnosis_without_a_window(tmp_path):
    procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-diagnose")
    config = procedure.create_config()
    config.set_property("file", str(tmp_path / "report.txt"))
    answer = procedure.run(config)
    assert int(answer.index(0)) == int(Gimp.PDBStatusType.SUCCESS)
    report = answer.index(1)
    assert (tmp_path / "report.txt").read_text() == report
    running = f"GIMP {Gimp.version()}", "torch 2", "Device: ", "ONNX Runtime: CPU"
    for word in (*running, "Weights vgg19: ", "Room for "):
        assert word in report
    assert os.environ["HOME"] not in report
    assert "/segstyle" not in report


def test_a_strangers_files_are_asked_about_once():
    recipe = {
        "assignments": [
            {"region": "sky", "style": "oil-swirls"},
            {"region": "sea", "style": "/home/them/secret.jpg"},
            {"region": "land", "style": "oil-swirls", "part": "C:\\part.png"},
        ]
    }
    asked = []

    def no(files):
        asked.append(files)
        return False

    left = agreed(recipe, no)
    assert asked == [["/home/them/secret.jpg", "C:\\part.png"]]
    assert left == {"assignments": recipe["assignments"][:1]}
    assert agreed(recipe, lambda files: True) == recipe
    assert agreed(recipe, no) == recipe
    assert len(asked) == 1


@pytest.mark.parametrize(
    "text",
    ["[]", "7", '{"assignments": 1}', '{"assignments": [7]}', '{"assignments": [{"region": 1}]}'],
)
def test_what_is_no_recipe_is_none(image, text):
    parasite = Gimp.Parasite.new(PARASITE, 0, text.encode())
    image.attach_parasite(parasite)
    assert kept_recipe(wrap(image)) is None
    image.detach_parasite(PARASITE)


def test_a_full_disk_is_told(image):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    layer = wrap(image.get_layers()[0])
    with pytest.raises(RuntimeError, match=r"no room .*No space left.* Free some space"):
        export_mask(layer, "Y' u8", layer, full)
