"""Odd counts, odd pictures and odd selections, for each segmenter that needs no named world."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.regions import Region
from segstyle_core.segmenters import Hints, Look, divide

SEGMENTERS = ["colours", "clusters", "grabcut", "merge"]


@pytest.fixture(scope="module")
def photo():
    return load_picture(sample_photo()).rgb


def marks_for(segmenter, shape, inside=None):
    """What each segmenter wants on any picture: the middle, or a left and a right half."""
    height, width = shape[:2]
    middle = np.zeros((height, width), np.uint8)
    middle[height // 4 : height - height // 4, width // 4 : width - width // 4] = 255
    if segmenter == "grabcut":
        return Hints(inside, area=middle)
    left = np.zeros((height, width), np.uint8)
    left[:, : width // 2] = 255
    channels = (Region("left", left), Region("right", 255 - left))
    return Hints(inside, channels=channels if segmenter == "merge" else ())


def divided(picture, segmenter, count, inside=None):
    hints = marks_for(segmenter, picture.rgb.shape, inside)
    return divide(picture, segmenter, count, hints=hints).regions


def insist(regions, count, total):
    """Exactly so many named regions, all to be seen, that add up to ``total``."""
    assert len(regions) == len({region.name for region in regions}) == count
    found = sum(region.coverage.astype(int) for region in regions)
    np.testing.assert_array_equal(found, total)
    assert all(region.coverage.any() for region in regions)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_one_two_and_sixty(photo, store, segmenter, count):
    regions = divided(Picture(resize(photo, 320, 214)), segmenter, count)
    insist(regions, count, np.full((214, 320), 255))


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@pytest.mark.parametrize("count", [None, 6])
def test_a_flat_grey_picture(store, segmenter, count):
    grey = Picture(np.full((90, 120, 3), 128, np.uint8))
    regions = divided(grey, segmenter, count)
    expected = count or {"colours": 1, "clusters": 1, "grabcut": 2, "merge": 2}[segmenter]
    insist(regions, expected, np.full((90, 120), 255))


@pytest.mark.parametrize(
    ("segmenter", "upright"),
    [("colours", True), ("clusters", False), ("grabcut", True), ("merge", False)],
)
def test_a_long_strip(photo, store, segmenter, upright):
    strip = np.tile(photo[:40, :400], (1, 20, 1))
    strip[:, 4000:] //= 3
    picture = Picture(np.ascontiguousarray(strip.transpose(1, 0, 2)) if upright else strip)
    insist(divided(picture, segmenter, 5), 5, np.full(picture.rgb.shape[:2], 255))


def test_the_two_halves_of_a_strip_are_found(photo, store):
    strip = np.full((40, 8000, 3), (60, 90, 160), np.uint8)
    strip[:, 5000:] = (200, 190, 120)
    for segmenter in ("colours", "clusters"):
        regions = divided(Picture(strip), segmenter, 2)
        one, other = sorted(regions, key=lambda region: region.coverage[:, :4000].sum())
        assert (other.coverage[:, :4980] == 255).all() and (one.coverage[:, 5020:] == 255).all()


@pytest.mark.parametrize(
    ("segmenter", "count"), [("colours", None), ("clusters", 3), ("grabcut", None), ("merge", 3)]
)
def test_transparent_pixels_belong_to_no_region_and_hide_nothing(photo, store, segmenter, count):
    rgb = resize(photo, 320, 214)
    alpha = np.full((214, 320), 255, np.uint8)
    alpha[:, 180:] = 0
    alpha[30:50, 30:50] = 0
    alpha[100:110, 100:110] = 40
    junk = rgb.copy()
    junk[alpha == 0] = np.random.default_rng(5).integers(0, 256, (int((alpha == 0).sum()), 3))
    regions = divided(Picture(rgb, alpha), segmenter, count)
    insist(regions, count or len(regions), np.where(alpha > 0, 255, 0))
    for one, other in zip(regions, divided(Picture(junk, alpha), segmenter, count), strict=True):
        assert one.name == other.name
        np.testing.assert_array_equal(one.coverage, other.coverage)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@pytest.mark.parametrize("count", [None, 4])
def test_only_inside_a_soft_selection_kept_exactly(photo, store, segmenter, count):
    rows, columns = np.mgrid[0:214, 0:320]
    distance = np.hypot(rows - 105, columns - 150)
    inside = np.clip((85 - distance) * 16, 0, 255).astype(np.uint8)
    regions = divided(Picture(resize(photo, 320, 214)), segmenter, count, inside)
    insist(regions, count or len(regions), inside)


@pytest.mark.parametrize(
    ("segmenter", "faint"), [("colours", 255), ("colours", 3), ("clusters", 3), ("merge", 255)]
)
def test_a_tiny_selection_has_as_many_regions_as_it_has_room_for(photo, store, segmenter, faint):
    large = Picture(np.ascontiguousarray(photo.repeat(3, axis=0).repeat(3, axis=1)))
    inside = np.zeros(large.rgb.shape[:2], np.uint8)
    inside[600:611, 957:971] = faint
    insist(divided(large, segmenter, 4, inside), 4, inside)
    with pytest.raises(BadInputError, match="so small an area") as caught:
        divided(large, segmenter, 100, inside)
    assert "select more" in caught.value.advice


@pytest.mark.parametrize("segmenter", ["colours", "clusters", "merge"])
def test_a_selection_of_a_thin_line(photo, store, segmenter):
    inside = np.zeros(photo.shape[:2], np.uint8)
    inside[200, 20:600] = 255
    insist(divided(Picture(photo), segmenter, 9, inside), 9, inside)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_small_things_go_but_the_count_stays(photo, store, segmenter):
    look = Look(Picture(photo), segmenter, marks_for(segmenter, photo.shape))
    assert len(look.at(9, 0.2).segments) == 9
    own = look.at(None, 0.2)
    areas = [int((own.labels == each.id).sum()) for each in own.segments]
    assert len(areas) == 1 or min(areas) >= 0.2 * own.labels.size
    assert len(areas) <= 5


def test_nothing_to_divide(photo, store):
    nothing = np.zeros(photo.shape[:2], np.uint8)
    with pytest.raises(BadInputError, match="selection holds nothing"):
        divided(Picture(photo), "colours", 3, nothing)
    with pytest.raises(BadInputError, match="layer is transparent"):
        divided(Picture(photo, nothing), "colours", 3)


@pytest.mark.slow
@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_fifty_megapixels_in_two_gigabytes(store, segmenter):
    """The peak is the program's own: what getrusage says begins with that of its parent."""
    program = f"""
import sys
import numpy as np
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_edge_cases import divided
from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, load_picture
rgb = load_picture(sample_photo()).rgb.repeat(14, axis=0).repeat(14, axis=1)[:5800, :8640].copy()
alpha = np.full(rgb.shape[:2], 255, np.uint8)
alpha[:900, :900] = 0
regions = divided(Picture(rgb, alpha), {segmenter!r}, 5)
assert len(regions) == 5
for top in range(0, len(rgb), 500):
    band = sum(region.coverage[top : top + 500].astype(int) for region in regions)
    assert (band == np.where(alpha[top : top + 500] > 0, 255, 0)).all()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 2**10)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) < 2048, "MiB"
