"""The worker, spoken to over its pipes as docs/protocol.md says."""

import subprocess
import sys
import time

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.image import load_picture, resize
from segstyle_core.worker.messages import PROTOCOL

from .conversation import Conversation


@pytest.fixture(scope="module")
def photo():
    return resize(load_picture(sample_photo()).rgb, 192, 128)


@pytest.fixture
def talk(store):
    conversation = Conversation()
    yield conversation
    if conversation.process.poll() is None:
        conversation.close()


def style_job(talk, photo, quality="quick", style="oil-swirls"):
    coverage = np.full((64, 192), 255, np.uint8)
    coverage[:8] = 100
    (talk.folder / "sky.u8").write_bytes(coverage.tobytes())
    return {
        "picture": talk.put_photo(photo),
        "regions": [{"name": "sky", "box": [0, 16, 192, 64], "coverage": "sky.u8"}],
        "recipe": {"assignments": [{"region": "sky", "style": style}], "quality": quality},
    }


def test_it_introduces_itself(talk):
    told = talk.introduction
    assert told["protocol"] == PROTOCOL
    assert "oil-swirls" in [style["id"] for style in told["styles"]]
    assert {"auto", "scene", "clusters", "subject"} <= {row["id"] for row in told["segmenters"]}


def test_it_starts_without_the_command_lines_packages():
    command = [sys.executable, "-X", "importtime", "-m", "segstyle_core", "worker"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0
    assert "segstyle_core.worker.server" in done.stderr
    assert "typer" not in done.stderr


def test_segments_add_up_to_the_whole(talk, photo):
    looked = talk.ask("look", picture=talk.put_photo(photo), segmenter="clusters")["result"]
    assert 3 <= looked.pop("own_count") <= 8
    assert looked == {"segmenter": "clusters", "size": [192, 128]}
    rows = talk.ask("segment", count=4)["result"]["segments"]
    total = np.zeros(photo.shape[:2], int)
    for row in rows:
        x, y, width, height = row["box"]
        total[y : y + height, x : x + width] += talk.read(row["coverage"], height, width)
    assert len(rows) == len({row["name"] for row in rows}) == 4
    assert (total == 255).all()


def test_an_opaque_picture_needs_no_alpha(talk, photo):
    def seen(picture):
        talk.ask("look", picture=picture, segmenter="colours")
        shown = talk.ask("preview", count=3)["result"]
        return (talk.folder / shown["labels"]).read_bytes()

    with_alpha = talk.put_photo(photo)
    (talk.folder / "opaque.raw").write_bytes(photo.tobytes())
    assert seen({**with_alpha, "file": "opaque.raw", "alpha": False}) == seen(with_alpha)
    error = talk.ask("look", picture={**with_alpha, "alpha": False}, segmenter="colours")["error"]
    assert "bytes" in error["message"]


def test_a_preview_shows_any_number_of_regions(talk, photo):
    talk.ask("look", picture=talk.put_photo(photo), segmenter="clusters")
    for count in (2, 7):
        seen = talk.ask("preview", count=count)["result"]
        labels = talk.read(seen["labels"], 128, 192)
        assert set(np.unique(labels)) == set(range(count))
        shares = [row["share"] for row in seen["segments"]]
        assert shares == sorted(shares, reverse=True)
        for number, share in enumerate(shares):
            assert abs((labels == number).mean() - share) < 1e-4
        overlay = talk.read(seen["overlay"], 128, 192, 3)
        middle = [overlay[labels == number].mean(axis=0) for number in range(count)]
        assert np.ptp(np.array(middle), axis=0).max() > 30
    names = [row["name"] for row in seen["segments"]]
    assert [row["name"] for row in talk.ask("segment", count=7)["result"]["segments"]] == names


def test_only_inside_the_selection(talk, photo):
    soft = np.full((64, 100), 255, np.uint8)
    soft[:8] = 100
    (talk.folder / "selection.u8").write_bytes(soft.tobytes())
    inside = {"box": [20, 30, 100, 64], "coverage": "selection.u8"}
    talk.ask("look", picture=talk.put_photo(photo), segmenter="clusters", inside=inside)
    labels = talk.read(talk.ask("preview", count=3)["result"]["labels"], 128, 192)
    assert (labels[30:94, 20:120] < 3).all() and (labels == 255).sum() == 128 * 192 - 6400
    total = np.zeros(photo.shape[:2], int)
    for row in talk.ask("segment", count=3)["result"]["segments"]:
        x, y, width, height = row["box"]
        total[y : y + height, x : x + width] += talk.read(row["coverage"], height, width)
    expected = np.zeros_like(total)
    expected[30:94, 20:120] = soft
    np.testing.assert_array_equal(total, expected)


def test_what_is_too_small_goes_in_preview_and_result_alike(talk, photo):
    talk.ask("look", picture=talk.put_photo(photo), segmenter="colours")
    seen = talk.ask("preview", smallest=0.2)["result"]["segments"]
    assert 1 <= len(seen) < 5
    assert len(seen) == 1 or min(row["share"] for row in seen) >= 0.2 - 1e-4
    rows = talk.ask("segment", smallest=0.2)["result"]["segments"]
    assert [row["name"] for row in rows] == [row["name"] for row in seen]
    assert len(talk.ask("preview", count=7, smallest=0.2)["result"]["segments"]) == 7
    assert talk.ask("preview", smallest=0.7)["error"]["code"] == -32001


def test_united_and_renamed_in_preview_and_result_alike(talk, photo):
    talk.ask("look", picture=talk.put_photo(photo), segmenter="clusters")
    before = talk.ask("preview", count=5)["result"]
    plain = talk.read(before["labels"], 128, 192)
    colours = {tuple(row["numbers"]): row["colour"] for row in before["segments"]}
    changes = {"unite": [[4, 1]], "names": {"4": "roof", "0": "roof"}}
    seen = talk.ask("preview", count=5, **changes)["result"]
    labels = talk.read(seen["labels"], 128, 192)
    assert len(seen["segments"]) == 4
    assert {row["name"] for row in seen["segments"]} >= {"roof", "roof 2"}
    for place, row in enumerate(seen["segments"]):
        np.testing.assert_array_equal(labels == place, np.isin(plain, row["numbers"]))
        assert row["colour"] == colours[(row["numbers"][0],)]
    rows = talk.ask("segment", count=5, **changes)["result"]["segments"]
    kept = [(row["name"], row["colour"]) for row in rows]
    assert kept == [(row["name"], row["colour"]) for row in seen["segments"]]
    assert talk.ask("preview", count=3, unite=[[0, 3]])["error"]["code"] == -32001


def test_nothing_to_divide_before_a_look(talk):
    assert talk.ask("preview", count=3)["error"]["code"] == -32011


def test_a_styled_layer_has_its_mask(talk, photo):
    result = talk.ask("style", **style_job(talk, photo))["result"]
    (layer,) = result["layers"]
    x, y, width, height = layer["box"]
    pixels = talk.read(layer["pixels"], height, width, 4)
    mask = np.zeros(photo.shape[:2], np.uint8)
    mask[y : y + height, x : x + width] = talk.read(layer["mask"], height, width)
    expected = np.zeros(photo.shape[:2], np.uint8)
    expected[16:80] = talk.read("sky.u8", 64, 192)
    np.testing.assert_array_equal(mask, expected)
    assert height > 64
    assert (pixels[..., 3] == 255).all()
    assert np.abs(pixels[..., :3].astype(int) - photo[y : y + height]).mean() > 5
    assert result["recipe"]["version"] == 1
    fractions = [note["fraction"] for note in talk.progress]
    assert fractions == sorted(fractions)
    assert len(fractions) > 3


def test_a_painting_is_seen_while_it_is_painted(talk, photo):
    result = talk.ask("style", **style_job(talk, photo))["result"]
    told, (layer,) = talk.live[-1], result["layers"]
    assert (told["region"], told["box"]) == ("sky", layer["box"])
    assert told["id"] == talk._next
    seen = talk.read(told["pixels"], told["height"], told["width"], 3)
    x, y, width, height = told["box"]
    under = photo[y : y + height, x : x + width]
    assert abs(told["width"] / told["height"] - width / height) < 0.2
    assert np.abs(resize(seen, width, height).astype(int) - under).mean() < 60
    assert {note["pixels"] for note in talk.live} <= {"live-1.rgb", "live-2.rgb"}


def test_a_glimpse_shows_a_recipe_at_once(talk, photo):
    job = style_job(talk, photo)
    told = talk.ask("glimpse", **job)["result"]
    assert told == {"picture": "glimpse.rgb", "width": 192, "height": 128, "missing": []}
    seen = talk.read("glimpse.rgb", 128, 192, 3)
    np.testing.assert_array_equal(seen[80:], photo[80:])
    assert np.abs(seen[24:80].astype(int) - photo[24:80]).mean() > 15
    job["recipe"]["assignments"][0]["style"] = "no-such-style"
    told = talk.ask("glimpse", **job)["result"]
    assert told["missing"] == ["no-such-style"]
    np.testing.assert_array_equal(talk.read(told["picture"], 128, 192, 3), photo)


def test_cancelling_leaves_no_file_but_those_of_the_plug_in(talk, photo):
    job = talk.send("style", **style_job(talk, photo, "best"))
    talk.wait_for_progress()
    (talk.folder / "later.u8").write_bytes(b"for the next job")
    ours = {"photo.rgba", "sky.u8", "later.u8"}
    asked = talk.send("cancel")
    answers = {answer["id"]: answer for answer in (talk.answer(), talk.answer())}
    assert answers[asked]["result"] == {"running": True}
    assert answers[job]["error"]["code"] == -32800
    assert {path.name for path in talk.folder.iterdir()} == ours


def test_stopping_keeps_the_best_so_far(talk, photo):
    job = talk.send("style", **style_job(talk, photo, "best"))
    talk.wait_for_progress()
    asked = talk.send("stop_and_keep")
    answers = {answer["id"]: answer for answer in (talk.answer(), talk.answer())}
    assert answers[asked]["result"] == {"running": True}
    assert answers[job]["result"]["stopped_early"]
    assert len(answers[job]["result"]["layers"]) == 1


def test_a_second_job_must_wait(talk, photo):
    job = style_job(talk, photo, "best")
    first = talk.send("style", **job)
    second = talk.send("style", **job)
    refused = talk.answer()
    assert (refused["id"], refused["error"]["code"]) == (second, -32011)
    talk.send("cancel")
    assert {talk.answer()["id"], talk.answer()["id"]} == {first, talk._next}


def test_it_ends_mid_run_when_its_input_ends(talk, photo):
    talk.send("style", **style_job(talk, photo, "best"))
    talk.wait_for_progress()
    talk.process.stdin.close()
    began = time.monotonic()
    talk.process.wait(10)
    assert time.monotonic() - began < 2
    assert not talk.folder.exists()


def test_another_protocol_is_told():
    talk = Conversation(hello=False)
    refused = talk.ask("hello", protocol=99, folder=str(talk.folder))["error"]
    talk.close()
    talk.folder.rmdir()
    assert refused["code"] == -32010
    assert "install.py" in refused["data"]["advice"]


def test_hello_comes_first():
    talk = Conversation(hello=False)
    assert talk.ask("segment")["error"]["code"] == -32011
    talk.close()
    talk.folder.rmdir()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"nonsense\n", -32700),
        (b"[1, 2]\n", -32600),
        (b'{"jsonrpc": "2.0", "id": 1}\n', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "dance"}\n', -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "look", "params": {}}\n', -32602),
    ],
)
def test_what_is_no_request_is_told_and_survived(talk, line, code):
    talk.write(line)
    assert talk.answer()["error"]["code"] == code
    assert talk.ask("cancel")["result"] == {"running": False}


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", ".hidden", ""])
def test_files_outside_the_folder_are_refused(talk, name):
    answer = talk.ask("look", picture={"file": name, "width": 1, "height": 1})
    assert answer["error"]["code"] == -32602


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"recipe": {"assignments": []}}, "No region has a style"),
        ({"recipe": {"assignments": [{"region": "sea", "style": "oil-swirls"}]}}, "no region"),
        ({"recipe": {"assignments": [{"region": "sky", "style": "nobody"}]}}, "nobody"),
        ({"recipe": {"version": 3}}, "recipe"),
        ({"regions": [{"name": "s", "box": [0, 80, 192, 64], "coverage": "sky.u8"}]}, "beyond"),
        ({"picture": {"file": "photo.rgba", "width": 191, "height": 128}}, "bytes"),
    ],
)
def test_bad_input_is_told(talk, photo, change, word):
    error = talk.ask("style", **(style_job(talk, photo) | change))["error"]
    assert error["code"] == -32001
    assert word in error["message"]
    assert error["data"]["advice"]
