"""The ``segstyle styles`` commands: what there is to paint with, and adding to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import (
    OwnStyles,
    Paintings,
    Style,
    all_styles,
    masters,
    styles,
    write_pack,
)
from segstyle_core.terminal import console, progress_bar, row_of

__all__ = ["styles_app"]

styles_app = typer.Typer(help="The styles: the gallery, famous paintings, and your own.")

Names = Annotated[list[str], typer.Argument(metavar="ID…", help="As `segstyle styles` has them.")]


@styles_app.callback(invoke_without_command=True)
def styles_command(context: typer.Context) -> None:
    """List, add, remove, export or fetch styles."""
    if context.invoked_subcommand is None:
        list_styles()


@styles_app.command("list")
def list_styles() -> None:
    """What there is, whose it is, and which famous paintings could be fetched."""
    here = all_styles()
    rows = {style.id: _words(style) for style in here}
    for painting in masters().values():
        rows.setdefault(painting.id, f"to be fetched: {painting.title} ({painting.artist})")
    width = max(len(name) for name in rows)
    for name, words in rows.items():
        _say(f"{name:<{width}}", words)


@styles_app.command("add")
def add_styles(
    source: Annotated[Path, typer.Argument(help="A picture, a folder of them, or a zip.")],
    title: Annotated[str | None, typer.Option(help="Of a single picture.")] = None,
) -> None:
    """Keep pictures among your own styles."""
    with progress_bar() as progress:
        added = OwnStyles().add(source, title, progress)
    for style in added:
        _say(style.id, f"ready: {style.title}")


@styles_app.command("remove")
def remove_styles(names: Names) -> None:
    """Remove styles of your own, or paintings that were fetched."""
    own, bundled = OwnStyles(), {style.id for style in styles()}
    owned = {style.id for style in own.styles()}
    for name in names:
        if name in bundled - owned:
            raise BadInputError(
                f"“{name}” came with SegStyle.", "Only your own and fetched ones can be removed."
            )
        if name in masters() and name not in owned:
            Paintings().remove(name)
        else:
            own.remove(name)
        _say(name, "removed")


@styles_app.command("export")
def export_styles(
    output: Annotated[Path, typer.Option("-o", "--output", help="A zip file.")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="All your own if none is named.")
    ] = None,
) -> None:
    """Put styles into a pack, a zip file that `segstyle styles add` reads."""
    known = {style.id: style for style in all_styles()}
    if names is None:
        chosen = [style for style in known.values() if style.own]
    else:
        chosen = [_named(name, known) for name in names]
    if not chosen:
        raise BadInputError("You have no styles of your own.", "Name styles, or add some first.")
    write_pack(chosen, output)
    number = "1 style is" if len(chosen) == 1 else f"{len(chosen)} styles are"
    console.print(f"{number} in {output}.", soft_wrap=True, markup=False, emoji=False)


@styles_app.command("fetch")
def fetch_styles(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="All of them if none is named.")
    ] = None,
) -> None:
    """Fetch famous paintings, all of them in the public domain."""
    for name in names or list(masters()):
        with progress_bar() as progress:
            style = Paintings().fetch(name, progress)
        _say(name, f"ready: {_words(style)}")
        _say("", style.source)


def _named(name: str, known: dict[str, Style]) -> Style:
    if name not in known:
        raise BadInputError(
            f"There is no style “{name}” on this machine.", f"There are: {', '.join(known)}."
        )
    return known[name]


def _words(style: Style) -> str:
    advice = style.settings.colours and f"best with colours = {style.settings.colours}"
    about = ", ".join(filter(None, (style.author, style.licence, advice)))
    whose = "your own: " if style.own else ""
    return f"{whose}{style.title} ({about})" if about else f"{whose}{style.title}"


def _say(name: str, words: str) -> None:
    console.print(row_of(name, words), soft_wrap=True, markup=False, emoji=False)
