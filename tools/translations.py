"""The plug-in's texts in other languages: po/LANGUAGE.po, and the files that gettext reads.

    python tools/translations.py update     bring po/*.po up to date with the code
    python tools/translations.py build      write plugin/segstyle/locale/LANGUAGE/…/segstyle.mo

What the core says in plain words (ways of segmenting, what it does at the moment, styles'
titles) is translated by the plug-in, too.
"""

from __future__ import annotations

import ast
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = ["LANGUAGES", "PO", "build", "read", "texts"]

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "plugin" / "segstyle"
CORE = ROOT / "segstyle_core"
PO = ROOT / "po"
LOCALE = PLUGIN / "locale"
LANGUAGES = ("de", "zh_CN")
OWN = [("gimpfu/**", "ignore"), ("locale/**", "ignore"), ("**.py", "python")]
KEYWORDS = {"_": None, "plural": (1, 2)}
TELLING = ("check", "stylize")
ROOMS_THAT_TELL = (
    "segmenters",
    "regions",
    "style",
    "methods",
    "lab",
    "preview",
    "worker",
    "fetching",
    ".",
)


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
    """Write what gettext reads into the folder ``locale``."""
    for language in LANGUAGES:
        target = locale / language / "LC_MESSAGES" / "segstyle.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, read(language))


def _texts_of_core() -> Iterator[str]:
    """Ways of segmenting, what the core says that it does, and licences of paintings."""
    from segstyle_core.gallery import masters
    from segstyle_core.segmenters import listing
    from segstyle_core.weights import Store

    with tempfile.TemporaryDirectory() as nothing:
        yield from (one.title for one in listing(Store(Path(nothing))))
    for room in ROOMS_THAT_TELL:
        for file in sorted(CORE.glob(f"{room}/*.py")):
            yield from _told_in(ast.parse(file.read_text("utf-8")))
    yield from {painting.licence for painting in masters().values()}


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


def _told_in(tree: ast.Module) -> Iterator[str]:
    """What those functions are given to tell: plain words, or words with a name at the end."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in TELLING:
            for words in call.args:
                if isinstance(words, ast.Constant) and isinstance(words.value, str):
                    yield words.value
                elif isinstance(words, ast.JoinedStr):
                    start, *rest = words.values
                    if isinstance(start, ast.Constant) and len(rest) == 1:
                        yield f"{start.value}{{}}"


if __name__ == "__main__":
    {"update": update, "build": build}[sys.argv[1]]()
