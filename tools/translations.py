"""The plug-in's texts in other languages: po/LANGUAGE.po, and the files that gettext reads.

    python tools/translations.py update     bring po/*.po up to date with the code
    python tools/translations.py build      write plugin/segstyle/locale/LANGUAGE/…/segstyle.mo

What the core says in plain words (ways of segmenting, what it does at the moment, what went wrong,
styles' titles) is translated by the plug-in, too. The core's code is read for its sentences; those
with values in them are known by what stands around the values.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = ["LANGUAGES", "PO", "build", "read", "sentences", "texts", "told_in"]

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "plugin" / "segstyle"
CORE = ROOT / "segstyle_core"
PO = ROOT / "po"
LOCALE = PLUGIN / "locale"
LANGUAGES = ("de", "zh_CN")
OWN = [("gimpfu/**", "ignore"), ("locale/**", "ignore"), ("**.py", "python")]
KEYWORDS = {"_": None, "plural": (1, 2)}
TELLING = (
    *("check", "progress", "alone", "stylize", "_note", "notes.append", "_told"),
    *("BadInputError", "CoreFailureError", "FetchError", "WeightsError", "ProtocolError"),
    *("ValueError", "_refused", "wanted.error", "Trouble"),
)
"""How the names end of what the core tells by: what it does, what went wrong, and reasons."""
HAS_WORDS = re.compile(r"[^\W\d_]")
NOT_IN_GIMP = (
    *("cli.py", "*_commands.py", "demo.py", "doctor.py", "forgetting.py", "judging.py"),
    *("terminal.py", "xcf.py", "batch/cluster.py", "batch/command.py", "batch/plan.py"),
    *("lab/curves.py", "lab/snapshots.py", "lab/sweep.py", "lab/trials.py"),
    *("regions/files.py", "regions/segment_map.py", "segmenters/evaluation.py"),
    *("weights/carrying.py", "weights/classes.py", "weights/converters/*", "weights/export/*"),
    *("weights/own_network.py", "weights/self_contained.py", "weights/sources.py"),
    "weights/wheel.py",
)
"""Modules of which nobody hears in GIMP: those behind the command line, which fetches weights and
has networks of one's own as well, and those that only insist on what is always so."""


def texts() -> Catalog:
    """Everything that is to be translated, with where it is said."""
    catalog = Catalog(project="SegStyle", charset="utf-8", fuzzy=False)
    found = extract_from_dir(PLUGIN, method_map=OWN, keywords=KEYWORDS)
    for file, _line, message, _comments, _context in found:
        catalog.add(message, locations=[(f"plugin/segstyle/{file}", 0)])
    for text in _texts_of_core():
        catalog.add(text, locations=[("segstyle_core", 0)])
    for text in _names_of_regions():
        catalog.add(text, locations=[("segstyle_core/segmenters", 0)])
    for text in _texts_of_styles():
        catalog.add(text, locations=[("styles/styles.toml", 0)])
    return catalog


def read(language: str) -> Catalog:
    """The translations as they are in the file."""
    with (PO / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Add what is new to each language, and drop what is not said any more."""
    PO.mkdir(exist_ok=True)
    wanted = texts()
    header = "# SegStyle's texts. This file has the licence of SegStyle."
    for language in LANGUAGES:
        path = PO / f"{language}.po"
        catalog = read(language) if path.is_file() else Catalog(locale=language, fuzzy=False)
        catalog.project, catalog.version, catalog.header_comment = "SegStyle", "1", header
        catalog.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
        with path.open("wb") as file:
            write_po(
                file,
                catalog,
                width=100,
                sort_by_file=True,
                ignore_obsolete=True,
                omit_header=False,
                include_lineno=False,
            )


def build(locale: Path = LOCALE) -> None:
    """Write what gettext reads into the folder ``locale``, and by what the core is understood."""
    locale.mkdir(parents=True, exist_ok=True)
    (locale / "sentences.json").write_text(json.dumps(sentences(), indent=0), encoding="utf-8")
    for language in LANGUAGES:
        target = locale / language / "LC_MESSAGES" / "segstyle.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, read(language))


def _texts_of_core() -> Iterator[str]:
    """Ways of segmenting, licences of paintings, and all that the core tells."""
    from segstyle_core.gallery import masters
    from segstyle_core.segmenters import listing
    from segstyle_core.weights import Store

    with tempfile.TemporaryDirectory() as nothing:
        yield from (one.title for one in listing(Store(Path(nothing))))
    yield from {painting.licence for painting in masters().values()}
    yield from sentences()


def sentences() -> list[str]:
    """What the core tells, with {} for values, and networks' titles; the longest words first."""
    from segstyle_core.weights.catalogue import catalogue

    files = (file for file in sorted(CORE.rglob("*.py")) if not _is_silent(file))
    found = {text for file in files for text in told_in(ast.parse(file.read_text("utf-8")))}
    found |= {weights.title for weights in catalogue().values()}
    return sorted(found, key=lambda text: (-len(text.replace("{}", "")), text))


def _is_silent(file: Path) -> bool:
    return any(file.relative_to(CORE).match(pattern) for pattern in NOT_IN_GIMP)


def _names_of_regions() -> Iterator[str]:
    """What the networks that come with SegStyle can name, and what other names are made of."""
    from segstyle_core.segmenters import grabcut, names, subject
    from segstyle_core.segmenters.channels import REST
    from segstyle_core.segmenters.fusion import WIDER
    from segstyle_core.weights import Store

    for network in ("mosaic", "voc_deeplab"):
        yield from (WIDER.get(each, each) for each in Store().entry(network).classes)
    yield from (*subject.NAMES.values(), *grabcut.NAMES.values(), REST)
    yield from names.colours()
    yield from (f"{word} {{}}" for each in names.DIFFERENCES for word in (each.less, each.more))
    for vertical in ("", "top", "bottom"):
        for horizontal in ("", "left", "right"):
            yield f"{vertical} {horizontal}".strip() or "middle"


def _texts_of_styles() -> Iterator[str]:
    """The gallery's titles and descriptions."""
    from segstyle_core.gallery import styles

    for style in styles():
        yield from (style.title, style.description)


def told_in(tree: ast.Module) -> Iterator[str]:
    """What the functions of a module tell, and words that are put into it."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            named = _named_in(function)
            for words in _spoken_in(function):
                yield from filter(HAS_WORDS.search, _texts_in(words, named))


def _spoken_in(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What is given to those that tell, and what comes from the function if it is one of them."""
    for each in ast.walk(function):
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith(TELLING):
            yield from each.args
        elif isinstance(each, ast.Return) and each.value and function.name.endswith(TELLING):
            yield each.value


def _named_in(function: ast.FunctionDef) -> dict[str, ast.expr]:
    """What the function's names stand for, where that is said once."""
    return {
        each.targets[0].id: each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }


def _texts_in(words: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression can be or hold, with {} where there are values."""
    match words:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _texts_in(part.value, named)
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts_in(one, named), *_texts_in(other, named))
        case ast.BoolOp(values=choices):
            for choice in choices:
                yield from _texts_in(choice, named)
        case ast.Name(id=name) if name in named:
            others = {other: said for other, said in named.items() if other != name}
            yield from _texts_in(named[name], others)


if __name__ == "__main__":
    {"update": update, "build": build}[sys.argv[1]]()
