"""The translations: nothing is missing, nothing is superfluous, and what must fit fits."""

from __future__ import annotations

import ast
import os
import re
import shutil
import string
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import translations

from segstyle_core.errors import SegStyleError
from segstyle_core.gallery import find_style
from segstyle_core.gallery.pack import Pack
from segstyle_core.image import load_picture
from segstyle_core.recipe import Recipe
from segstyle_core.weights import Store
from segstyle_core.worker.messages import Inspecting, error_answer, parameters

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "plugin/segstyle"
DIALOGS = PLUGIN / "dialogs"
MNEMONIC = re.compile(r"_(\w)")
LANGUAGES = translations.LANGUAGES
STYLES = {"styles/styles.toml"}


@cache
def pairs(language: str) -> list[tuple[str, str]]:
    """Each text with its translation; of plurals each form with each."""
    found = []
    for message in translations.read(language):
        if message.id:
            sources = [message.id] if isinstance(message.id, str) else list(message.id)
            targets = [message.string] if isinstance(message.string, str) else message.string
            found += [(source, target) for source in sources for target in targets]
    return found


def fields(text: str) -> Counter:
    """The places for values, by number: {} {} is the same as {0} {1}."""
    found = [
        (name, form) for _, name, form, _ in string.Formatter().parse(text) if name is not None
    ]
    return Counter((name or str(number), form) for number, (name, form) in enumerate(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    said = [message for message in translations.texts() if message.id]
    styles = {message.id for message in said if {file for file, _ in message.locations} == STYLES}
    missing = {source for source, target in pairs(language) if not target}
    wanted = {message.id for message in said} - styles  # a new picture may wait for its words
    kept = {message.id for message in translations.read(language) if message.id}
    assert wanted - kept == set()
    assert kept - wanted - styles == set()
    assert missing - styles == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_mnemonics_and_ends_fit(language: str) -> None:
    for source, target in filter(all, pairs(language)):
        assert fields(source) == fields(target), (source, target)
        assert source.count("_") == target.count("_"), (source, target)
        assert source.endswith("…") == target.endswith("…"), (source, target)
        assert (source != source.strip()) == (target != target.strip()) or language == "zh_CN"


def texts_of(file: Path) -> set[str]:
    calls = (
        node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }


def parts_of(dialog: Path, others: set[Path]) -> set[Path]:
    """The files whose widgets are in a dialog's window, other windows' not among them."""
    found, waiting = {dialog}, [dialog]
    while waiting:
        for name in re.findall(
            r"^from dialogs\.(\w+) import", waiting.pop().read_text("utf-8"), re.M
        ):
            file = DIALOGS / f"{name}.py"
            if file not in found | others:
                found.add(file)
                waiting.append(file)
    return found


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_no_key_leads_to_two_places_of_a_window(language: str | None) -> None:
    known = dict(pairs(language)) if language else {}
    opens = re.compile(r"(?<!def )\bwindow\(|FileChooser\w+\(")
    windows = {file for file in DIALOGS.glob("*.py") if opens.search(file.read_text("utf-8"))}
    assert len(windows) > 4
    for dialog in windows:
        texts = set().union(*(texts_of(file) for file in parts_of(dialog, windows)))
        labels = [known.get(text, text) for text in sorted(texts) if "SEGSTYLE_" not in text]
        keys = Counter(key.lower() for label in labels for key in MNEMONIC.findall(label))
        doubled = {key for key, number in keys.items() if number > 1}
        assert not doubled, (dialog.name, doubled, labels)


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LANGUAGE": "de"}, "In Kanäle segmentieren"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "分割为通道"),
        ({"LC_ALL": "C.UTF-8"}, "Segment into Channels"),
    ],
)
def test_the_plug_in_speaks_the_users_language(
    plug_in: Path, environment: dict[str, str], word: str
) -> None:
    program = "from texts import _; print(_('Segment into Channels'))"
    assert _said(plug_in, program, environment) == [word]


NAMES = {
    "region_name": {
        "sky": "Himmel",
        "sky 2": "Himmel 2",
        "dark blue, top left": "Dunkelblau, oben links",
        "darker dark blue, left 3": "dunkleres Dunkelblau, links 3",
        "left blue, top": "linkes Blau, oben",
        "left": "links",
        "my cat": "my cat",
        "7": "7",
        "": "",
    },
    "layer_name": {
        "Himmel – Oil swirls": "Himmel – Ölwirbel",
        "Himmel – Oil swirls + my own": "Himmel – Ölwirbel + my own",
        "Himmel – links – my own": "Himmel – links – my own",
    },
}


@pytest.mark.parametrize("function", NAMES)
def test_names_are_in_the_users_language(plug_in: Path, function: str) -> None:
    names = NAMES[function]
    program = (
        f"from region_names import {function}\nfor name in {[*names]}: print({function}(name))"
    )
    assert _said(plug_in, program, {"LANGUAGE": "de"}) == [*names.values()]
    assert _said(plug_in, program, {"LC_ALL": "C.UTF-8"}) == [*names]


def test_what_the_core_tells_is_found_in_its_code() -> None:
    code = """
def work(folder, count, old, progress):
    state = "is old" if old else f"has {count} files"
    advice = "Choose another "\\
        "folder."
    check(progress, 0.5, f"Reading {folder.name}")
    raise BadInputError(f"The folder {folder} {state}.", advice)

def _told(name):
    return f"There is no {name}."
"""
    found = ["Reading {}", "The folder {} {}.", "is old", "has {} files"]
    found += ["Choose another folder.", "There is no {}."]
    assert [*translations.told_in(ast.parse(code))] == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_of_the_core_is_known_by_its_words(plug_in: Path, language: str) -> None:
    known, values = dict(pairs(language)), ("/a/1", "b 2", "3", "4.5", "c")
    told = {text.format(*values): known[text].format(*values) for text in translations.sentences()}
    program = f"from texts import told\nfor text in {[*told]}: print(told(text))"
    assert _said(plug_in, program, {"LANGUAGE": language}) == [*told.values()]


def test_what_is_known_in_part_or_not_at_all(plug_in: Path) -> None:
    texts = {
        "Styling sky": "sky wird gemalt",
        "Styling St. Mary": "St. Mary wird gemalt",
        "Styling sky. The memory ran short; went on in tiles of 256 pixels.": (
            "sky wird gemalt. Der Speicher wurde knapp; es geht in Kacheln von 256 Pixeln weiter."
        ),
        "There is no file {}. Check the name.": "Es gibt keine Datei {}. Prüfen Sie den Namen.",
        "There is no file x. Look for it.": "Es gibt keine Datei x. Look for it.",
        "Something else.": "Something else.",
        "": "",
        None: "None",
        7: "7",
    }
    program = f"from texts import told\nfor text in {[*texts]}: print(told(text))"
    assert _said(plug_in, program, {"LANGUAGE": "de"}) == [*texts.values()]


FAILURES = {
    "There is no file": (
        lambda folder: load_picture(folder / "photo.jpg"),
        "Es gibt keine Datei {}/photo.jpg. Prüfen Sie den Namen.",
    ),
    "is not a picture": (
        lambda folder: load_picture(_file(folder / "broken.jpg")),
        "broken.jpg ist kein Bild oder von einer Art, die nicht gelesen wird. "
        "Verwenden Sie eine JPEG-, PNG-, TIFF- oder WebP-Datei mit 8 Bit je Kanal.",
    ),
    "There is no style": (
        lambda _: find_style("dreams"),
        "Es gibt keinen Stil „dreams“. Geben Sie den Pfad eines Bildes an oder einen von: oil-",
    ),
    "The recipe cannot be used": (
        lambda _: Recipe.from_data({"assignments": [{"region": "sky", "style": "//far/a.jpg"}]}),
        "Das Rezept kann nicht verwendet werden: assignments.0.style: Dateien auf anderen Rechnern "
        "werden nicht gelesen; kopieren Sie sie auf diesen. Berichtigen Sie es, oder",
    ),
    "The weights": (
        lambda folder: Store(folder).path("vgg19"),
        "Die Gewichte „VGG-19, die ursprünglichen Gewichte aus Oxford“ sind nicht auf diesem "
        "Rechner. Holen Sie sie einmalig mit: segstyle weights fetch vgg19",
    ),
    "The pack": (
        lambda folder: Pack(_zip(folder / "pack.zip", "../a.png")),
        "Das Stilpaket pack.zip wird abgelehnt: der Pfad ../a.png darin führt aus dem Stilpaket "
        "hinaus. Ein Stilpaket enthält Bilder nebeneinander, und styles.toml, falls",
    ),
    "“waves” is no layer": (
        lambda _: parameters(
            Inspecting,
            {
                "picture": {"file": "a", "width": 9, "height": 9},
                "question": {"what": "features", "layers": ["waves"]},
            },
        ),
        "question.layers.0 kann nicht verwendet werden: „waves“ ist keine Schicht; es gibt conv1_1",
    ),
}


@pytest.mark.parametrize("words", FAILURES)
def test_what_went_wrong_in_the_core_is_told_in_the_users_language(
    plug_in: Path, tmp_path: Path, words: str
) -> None:
    work, expected = FAILURES[words]
    with pytest.raises(SegStyleError, match=words) as caught:
        work(tmp_path)
    answer = error_answer(1, caught.value)
    program = (
        "from core_process import CoreError, result_of\n"
        f"try: result_of({answer})\nexcept CoreError as error: print(error)"
    )
    (told,) = _said(plug_in, program, {"LANGUAGE": "de"})
    assert told.startswith(expected.format(tmp_path))
    assert _said(plug_in, program, {"LC_ALL": "C.UTF-8"}) == [str(caught.value)]


def _file(path: Path) -> Path:
    path.write_bytes(b"not a picture")
    return path


def _zip(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return path


@pytest.fixture(scope="module")
def plug_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plug-in's own modules and its translations."""
    folder = tmp_path_factory.mktemp("plug-in")
    for module in PLUGIN.glob("*.py"):
        shutil.copy(module, folder)
    translations.build(folder / "locale")
    return folder


def _said(folder: Path, program: str, environment: dict[str, str]) -> list[str]:
    """What a program prints that imports the plug-in's modules, line by line."""
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return said.stdout.removesuffix("\n").split("\n")
