"""The translations: nothing is missing, nothing is superfluous, and what must fit fits."""

from __future__ import annotations

import ast
import os
import re
import shutil
import string
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import translations

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
    return Counter(
        (name, form) for _, name, form, _ in string.Formatter().parse(text) if name is not None
    )


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
    tmp_path: Path, environment: dict[str, str], word: str
) -> None:
    program = "from texts import _; print(_('Segment into Channels'))"
    assert _said(tmp_path, program, environment) == [word]


def test_names_of_regions_are_in_the_users_language(tmp_path: Path) -> None:
    names = {
        "sky": "Himmel",
        "sky 2": "Himmel 2",
        "dark blue, top left": "Dunkelblau, oben links",
        "darker dark blue, left 3": "dunkleres Dunkelblau, links 3",
        "left blue, top": "linkes Blau, oben",
        "left": "links",
        "my cat": "my cat",
        "7": "7",
        "": "",
    }
    program = (
        f"from region_names import region_name\nfor name in {[*names]}: print(region_name(name))"
    )
    assert _said(tmp_path, program, {"LANGUAGE": "de"}) == [*names.values()]
    assert _said(tmp_path, program, {"LC_ALL": "C.UTF-8"}) == [*names]


def _said(folder: Path, program: str, environment: dict[str, str]) -> list[str]:
    """What a program prints that imports the plug-in's texts, line by line."""
    for module in ("texts.py", "region_names.py"):
        shutil.copy(PLUGIN / module, folder)
    translations.build(folder / "locale")
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
