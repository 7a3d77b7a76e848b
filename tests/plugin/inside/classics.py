"""Plug-ins written for GIMP 2.10's gimpfu, run unchanged; and the shim's tables against GIMP."""

import json
import sys
from pathlib import Path

import pytest
from gi.repository import Gegl, Gimp, Gio
from scene import add_channel, add_layer, call, coverage, fill, pixels, results

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "references"))

import calls

from gimpfu import absent, constants, enums, pdb, table
from gimpfu.conversions import ARRAYS
from gimpfu.items import wrap
from gimpfu.procedures import OURS

RGB, RGBA = "R'G'B' u8", "R'G'B'A u8"


def only(image):
    return image.get_layers()[0]


# --- pixel regions, tiles, pixels --------------------------------------------------------------


def test_pixel_region_swaps_red_and_blue(image):
    before = pixels(only(image), RGB)
    results("python-fu-swap-red-blue", image, image.get_layers())
    after = pixels(only(image), RGB)
    assert after[0::3] == before[2::3]
    assert after[1::3] == before[1::3]
    assert after[2::3] == before[0::3]


def test_pixel_region_heeds_the_selection(image):
    before = pixels(only(image), RGB)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 96, 10)
    results("python-fu-swap-red-blue", image, image.get_layers())
    after = pixels(only(image), RGB)
    assert after[: 96 * 3 * 10 : 3] == before[2 : 96 * 3 * 10 : 3]
    assert after[96 * 3 * 10 :] == before[96 * 3 * 10 :]


def test_tiles_halve_every_component(image):
    before = pixels(only(image), RGB)
    results("python-fu-halve-in-tiles", image, image.get_layers())
    assert pixels(only(image), RGB) == bytes(value // 2 for value in before)


def test_single_pixels_of_layers_and_channels(image):
    x, y = 5, 6
    here = pixels(only(image), RGB, (x, y, 1, 1))
    assert results("python-fu-dot", image, image.get_layers(), x=x, y=y) == [3]
    assert pixels(only(image), RGB, (x + 1, y, 1, 1)) == bytes(255 - value for value in here)
    channel = add_channel(image, "sky", (0, 0, 96, 64), 30)
    assert results("python-fu-dot", image, [channel], x=x, y=y) == [1]
    assert coverage(channel, (x, y, 3, 1)) == bytes([30, 225, 30])


# --- layers and masks --------------------------------------------------------------------------


def test_layers_masks_groups_and_pasting():
    procedure = Gimp.get_pdb().lookup_procedure("python-fu-build-layers")
    config = procedure.create_config()
    config.set_property("width", 40)
    answer = procedure.run(config)
    assert int(answer.index(0)) == int(Gimp.PDBStatusType.SUCCESS), Gimp.get_pdb().get_last_error()
    image = answer.index(1)
    assert (image.get_width(), image.get_height()) == (40, 24)
    group, red, back = image.get_layers()
    assert [group.get_name(), red.get_name(), back.get_name()] == ["Group", "Red", "Background"]
    assert pixels(back, RGB) == bytes([0, 0, 255]) * (40 * 24)
    assert coverage(red.get_mask()) == (bytes([255]) * 20 + bytes(20)) * 24
    assert pixels(red, RGBA, (1, 1, 4, 4)) == bytes([0, 0, 255, 255]) * 16
    assert pixels(red, RGBA, (5, 1, 1, 1)) == bytes([255, 0, 0, 255])
    (copy,) = group.get_children()
    assert (copy.get_opacity(), copy.get_visible(), copy.get_mask()) == (50.0, False, None)
    saved, mask = image.get_channels()
    assert [saved.get_name(), mask.get_name()] == ["Saved", "Mask"]
    assert coverage(saved, (8, 8, 1, 1)) == bytes([255])
    assert coverage(saved, (0, 0, 1, 1)) == bytes([0])


def test_drop_shadow_blurs_and_moves(image):
    layer = add_layer(image, "small", 30, 20, 20, 20, alpha=True)
    (shadow,) = results("python-fu-classic-shadow", image, [layer], radius=6)
    assert [one.get_name() for one in image.get_layers()] == ["small", "small shadow", "photo"]
    alpha = pixels(shadow, "A u8")
    width = shadow.get_width()
    assert alpha[30 * width + 35] == 255  # deep inside
    edge = alpha[30 * width + 20]
    assert 90 < edge < 165, edge  # half of it is left where the layer ended
    assert alpha[5 * width + 5] == 0


def test_text(image):
    given = {"text": "Hi", "size": 20.0}
    layer, width = results("python-fu-classic-caption", image, image.get_layers(), **given)
    assert layer.get_text() == "Hi"
    assert int(layer.get_mode()) == int(Gimp.LayerMode.MULTIPLY)
    assert layer.get_offsets()[1:] == (2, 2)
    assert 10 < width < 60


# --- paths, palettes, colours --------------------------------------------------------------------


def test_paths_are_selected_filled_and_stroked(image):
    length, names = results("python-fu-classic-triangle", image, image.get_layers())
    assert (length, names) == (30.0, "line,triangle")
    layer = only(image)
    assert pixels(layer, RGB, (2, 2, 3, 1)) == bytes([0, 255, 0]) * 3
    assert pixels(layer, RGB, (15, 15, 1, 1)) != bytes([0, 255, 0])
    assert pixels(layer, RGB, (10, 20, 5, 1)) == bytes([255, 255, 0]) * 5
    assert pixels(layer, RGB, (10, 30, 5, 1)) == bytes([255, 255, 0]) * 5


def test_palettes(image):
    (answer,) = results("python-fu-classic-palette", image, image.get_layers())
    assert answer == "3 10,20,30 dark True 3"


def test_old_colour_procedures(image):
    layer = only(image)
    fill(layer, RGB, bytes([30, 90, 150]) * (96 * 64))
    given = {"gray": True, "blend": False}
    results("python-fu-classic-old-photo", image, [layer], **given)
    # the mean 90; from 0..255 to 64..191; inverted
    expected = 255 - round(64 + 90 * (191 - 64) / 255)
    found = pixels(layer, RGB, (3, 3, 1, 1))
    assert all(abs(value - expected) <= 1 for value in found), (list(found), expected)


def test_blend_from_white_to_black(image):
    layer = only(image)
    fill(layer, RGB, bytes([255, 255, 255]) * (96 * 64))
    given = {"gray": False, "blend": True}
    (merged,) = results("python-fu-classic-old-photo", image, [layer], **given)
    row = pixels(merged, RGB, (0, 9, 96, 1))[0::3]
    assert list(row) == sorted(row, reverse=True)
    assert row[0] == 64
    assert row[95] < 4
    assert [one.get_name() for one in image.get_layers()] == ["photo"]


def test_curves_hue_and_histogram(image):
    layer = only(image)
    fill(layer, RGB, bytes([30, 90, 150]) * (96 * 64))
    assert results("python-fu-classic-curves", image, [layer]) == [96 * 64]
    red, green, blue = pixels(layer, RGB, (3, 3, 1, 1))
    # inverted, then the lightness of HSL: the mean of the largest and the smallest
    assert red == green == blue == (255 - 150 + 255 - 30) // 2


def test_bookkeeping_and_words_about_what_is_wrong(image):
    fill(only(image), RGB, bytes([10, 20, 30]) * (96 * 64))
    colour, errors = results("python-fu-classic-bookkeeping", image, image.get_layers())
    assert colour == "10,20,30"
    missing, absent, few, brush, module = errors.splitlines()
    assert "has no procedure gimp-image-no-such-thing" in missing
    assert "gimp-text is not covered" in absent
    assert "gimp_text_fontname" in absent
    assert "gimp-image-width takes image; 0 given" in few
    assert "no brush “no such brush”" in brush
    assert "gimp.no_such_function is not covered" in module


# --- every kind of parameter; files ------------------------------------------------------------


def test_every_kind_of_parameter(image):
    (said,) = results("python-fu-classic-dialog", image, image.get_layers())
    values = json.loads(said)
    assert values[:8] == [8, 16, 32, 5, 1.5, "text", "value", "several\nlines"]
    assert values[10:15] == [True, False, 25, 0.5, 3]
    assert values[15:17] == ["b", 2]
    assert all(isinstance(name, str) and name for name in values[17:22])
    assert values[22:25] == ["/etc/hostname", "/etc/passwd", "/etc"]
    assert values[25:] == [None] * 7


def test_every_kind_of_parameter_as_given(image):
    channel = add_channel(image, "sky", (0, 0, 4, 4))
    path = Gimp.Path.new(image, "way")
    image.insert_path(path, None, 0)
    brush = Gimp.Brush.get_by_name("2. Hardness 100")
    given = {"layer": only(image), "channel": channel, "other-drawable": channel, "item": path}
    given |= {"color": Gegl.Color.new("#ff8000"), "colour": Gegl.Color.new("white")}
    given |= {"vectors": path, "other-image": image, "radio": "a", "option": "0", "brush": brush}
    (said,) = results("python-fu-classic-dialog", image, image.get_layers(), **given)
    values = json.loads(said)
    assert values[8:10] == [[255, 128, 0], [255, 255, 255]]
    assert values[15:17] == ["a", 0]
    assert values[18] == "2. Hardness 100"
    assert values[26:31] == ["photo", "sky", "sky", "way", "way"]


def test_export_and_load_of_a_format_of_its_own(image, tmp_path):
    file = Gio.File.new_for_path(str(tmp_path / "picture.textual"))
    before = pixels(only(image), RGB)
    assert Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
    text = (tmp_path / "picture.textual").read_text()
    assert text.startswith("P3 96 64 255\n")
    assert bytes(map(int, text.split()[4:])) == before
    again = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    assert only(again).get_name() == "loaded"
    assert pixels(only(again), RGB) == before


def test_saving_layers_by_name(image, tmp_path):
    add_layer(image, "small", 5, 4, 3, 3)
    folder = Gio.File.new_for_path(str(tmp_path))
    said = results("python-fu-classic-export-all", image, image.get_layers()[:1], folder=folder)
    assert said == ["96×64"]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "photo.png",
        "small.png",
        "whole.png",
    ]
    file = Gio.File.new_for_path(str(tmp_path / "small.png"))
    small = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    assert (small.get_width(), small.get_height()) == (5, 4)


# --- the tables --------------------------------------------------------------------------------


def arguments_of(name):
    return Gimp.get_pdb().lookup_procedure(name).get_arguments()


@pytest.mark.parametrize("then", table.RENAMED)
def test_renamed_procedure_is_there(then):
    assert Gimp.get_pdb().lookup_procedure(then) is None, "GIMP has it: it need not be in the table"
    now = table.RENAMED[then]
    assert now in OURS or Gimp.get_pdb().lookup_procedure(now) is not None


@pytest.mark.parametrize("then", table.REARRANGED)
def test_rearranged_procedure_is_there_and_takes_so_much(then):
    _, now, given = table.REARRANGED[then]
    assert len(arguments_of(now)) == len(given)


def test_every_core_procedure_of_2_10_is_there_or_is_said_to_be_gone():
    lines = Path(calls.__file__).with_name("procedures-2.10.txt").read_text().splitlines()
    unanswered = []
    for name, number in map(str.split, lines):
        try:
            one = pdb[name]
        except NotImplementedError:
            continue
        except RuntimeError:
            unanswered.append(name)
            continue
        if not takes(one, int(number)):
            unanswered.append(f"{name} with {number} arguments")
    assert len(lines) > 850
    assert unanswered == POPUPS


POPUPS = [
    "gimp-brushes-popup with 6 arguments",
    "gimp-brushes-set-popup with 5 arguments",
    "gimp-fonts-popup with 3 arguments",
    "gimp-palettes-popup with 3 arguments",
    "gimp-patterns-popup with 3 arguments",
    "gimp-unit-new with 7 arguments",
]
"""GIMP's own dialogs for choosing, which 2.10's plug-ins did not call, and units of one's own."""


def takes(one, number):
    """Whether it takes so many arguments beside the run mode; arrays count twice."""
    if hasattr(one, "names"):
        return number == len(one.names)
    arrays = sum(kind in ARRAYS for kind, _, _ in one.params)
    least = sum(name != "run-mode" for _, name, _ in one.params)
    return number in (least, least + arrays)


@pytest.mark.parametrize("then", absent.ABSENT)
def test_absent_procedure_is_absent_and_what_is_told_instead_is_there(then):
    assert Gimp.get_pdb().lookup_procedure(then) is None
    with pytest.raises(NotImplementedError, match=then):
        pdb[then]
    for word in absent.ABSENT[then].replace(",", " ").split():
        if word.startswith("gimp_"):
            assert word in pdb, word


def test_enumerations_are_numbered_as_gimp_numbers_them():
    checked, wrong = 0, []
    for kind, name, number, nick in enums.numbered():
        if kind == "-":
            continue
        theirs = getattr(Gimp, kind)
        values = {one: getattr(theirs, one) for one in dir(theirs) if one.isupper()}
        values |= {one.removeprefix("DEGREES"): value for one, value in values.items()}
        ends = [value for one, value in values.items() if name.endswith(one) or nick in one]
        if enums.number_today(kind, number) not in map(int, ends):
            wrong.append((kind, name, [int(end) for end in ends]))
        assert getattr(constants, name) == number
        checked += 1
    assert not wrong
    assert checked > 200


FILTERED = {
    "plug-in-color-enhance": (),
    "plug-in-cartoon": (7, 0.2),
    "plug-in-grid": (1, 8, 0, "red", 255, 1, 8, 0, "red", 255, 0, 2, 6, "blue", 255),
    "plug-in-nova": (40, 30, "yellow", 10, 20, 0),
    "plug-in-noisify": (1, 0.3, 0.3, 0.3, 0),
    "plug-in-rgb-noise": (1, 0, 0.3, 0.3, 0.3, 0),
    "plug-in-scatter-hsv": (2, 30, 50, 50),
    "plug-in-semiflatten": (),
    "plug-in-spread": (5, 5),
    "plug-in-threshold-alpha": (200,),
    "plug-in-gauss-iir2": (5, 5),
    "plug-in-gauss-rle": (5, 1, 1),
    "plug-in-polar-coords": (100, 0, 0, 1, 1),
}
COMPARED = {name for name, *_ in [*calls.EXACT, *calls.LIKE]}
NOT_COMPARED = sorted(
    name
    for name in OURS
    if name.startswith("plug-in-") and "icc-profile" not in name and name not in COMPARED
)


@pytest.mark.parametrize("name", NOT_COMPARED)
def test_filter_is_applied(image, name):
    layer = add_layer(image, "other", 96, 64, alpha=True)
    fill(layer, RGBA, bytes([200, 90, 60, 128, 60, 90, 200, 255] * (96 * 64 // 2)))
    before = pixels(layer, RGBA)
    if name == "plug-in-polar-coords" and Gimp.version().startswith("3.2."):
        with pytest.raises(RuntimeError, match="no operation gegl:polar-coordinates"):
            pdb[name](wrap(image), wrap(layer), *FILTERED[name])
        return
    pdb[name](wrap(image), wrap(layer), *FILTERED[name])
    assert pixels(layer, RGBA) != before
    assert (layer.get_width(), layer.get_height()) == (96, 64)


def test_blur_is_as_wide_as_it_was(image):
    layer = only(image)
    row = bytes(3 * 48) + bytes([255]) * (3 * 48)
    fill(layer, RGB, row * 64)
    pdb.plug_in_gauss(wrap(image), wrap(layer), 20, 20, 0)
    after = pixels(layer, "R'G'B' float", (0, 32, 96, 1))
    values = memoryview(after).cast("f").tolist()[0::3]
    # an edge blurred by σ = 0.32·20 is the normal distribution's integral
    from math import erf, sqrt

    for x in (40, 44, 48, 52, 56):
        expected = (1 + erf((x + 0.5 - 48) / (6.4 * sqrt(2)))) / 2
        assert abs(values[x] - expected) < 0.03, (x, values[x], expected)


def test_errors_are_words(image):
    succeeded, said = call("python-fu-dot", image, image.get_layers(), x=500)
    assert not succeeded
    assert "gimp-drawable-get-pixel" in said
    assert "500" in said
