"""The ``segstyle weights`` commands: what there is, and getting it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from segstyle_core.errors import BadInputError
from segstyle_core.terminal import console, progress_bar, row_of
from segstyle_core.weights import Store, Weights
from segstyle_core.weights.carrying import carry, portable
from segstyle_core.weights.sources import how_to_have, recognise

__all__ = ["weights_app"]

weights_app = typer.Typer(help="The networks' weights: what there is, and getting them.")

Names = Annotated[list[str] | None, typer.Argument(help="All of them if none is named.")]
Wanted = Annotated[
    list[str] | None, typer.Argument(help="All but the optional ones if none is named.")
]
MEBIBYTE = 2**20


@weights_app.callback(invoke_without_command=True)
def weights(context: typer.Context) -> None:
    """List, fetch, verify or import weights."""
    if context.invoked_subcommand is None:
        list_weights()


@weights_app.command("list")
def list_weights() -> None:
    """What there is, whether it is here, its size and its licence."""
    store = Store()
    for entry in store.entries():
        state = "here" if store.ready(entry.id) else "optional" if entry.optional else "missing"
        _say(entry.id, f"{state}, {_size(entry)}: {entry.title}")
        _say("", _licence(entry))
        _say_trust(store, entry)


@weights_app.command("fetch")
def fetch_weights(names: Wanted = None) -> None:
    """Fetch, verify and convert weights."""
    store = Store()
    usual = [each.id for each in store.entries() if each.kind != "file" and not each.optional]
    for name in names or usual:
        entry = store.entry(name)
        _say(name, _licence(entry))
        with progress_bar() as progress:
            store.fetch(name, progress)
        _say(name, "ready")
        _say_trust(store, entry)


@weights_app.command("verify")
def verify_weights(names: Names = None) -> None:
    """Check the checksums of what is here; exit 1 if a file is damaged."""
    store = Store()
    damaged = False
    for name in names or [entry.id for entry in store.entries()]:
        if not store.ready(name):
            _say(name, "missing")
        elif store.intact(name):
            _say(name, "as expected")
        else:
            damaged = True
            _say(name, f"DAMAGED; get it again with: {how_to_have(store.entry(name))}")
    if damaged:
        raise typer.Exit(1)


@weights_app.command("import")
def import_weights(
    file: Annotated[Path, typer.Argument(help="One that the catalogue knows, or a network.")],
    name: Annotated[str | None, typer.Option("--as", metavar="ID", help="Its name here.")] = None,
    classes: Annotated[Path | None, typer.Option(help="A network's classes, one a line.")] = None,
    mean: Annotated[str | None, typer.Option(metavar="R,G,B", help="Taken off pixels.")] = None,
    std: Annotated[str | None, typer.Option(metavar="R,G,B", help="They are divided by.")] = None,
) -> None:
    """Bring a file of the catalogue from another machine, or a segmentation network in ONNX."""
    store = Store()
    entries = store.entries()
    known = recognise(file, entries) if name is None else [e.id for e in entries if e.id == name]
    if known:
        for each in known:
            with progress_bar() as progress:
                store.bring(each, file, progress)
            _say(each, "ready")
            _say_trust(store, store.entry(each))
        return
    from segstyle_core.weights.own_network import describe

    name = name or file.stem
    store.insist_on_free(name, f"{name}.onnx")
    entry = describe(file, name, classes, _triple("mean", mean), _triple("std", std))
    store.adopt(entry, file)
    say_adopted(store, name)


@weights_app.command("pack")
def pack_weights(
    folder: Annotated[Path, typer.Argument(help="Where copies of all that is here go.")],
) -> None:
    """Copy all weights that are here into a folder, for another machine."""
    store = Store()
    carry(store, Store(folder), portable(store))
    console.print(f"They are in {folder}.", soft_wrap=True)


@weights_app.command("unpack")
def unpack_weights(
    folder: Annotated[Path, typer.Argument(help="One that `segstyle weights pack` made.")],
) -> None:
    """Take weights from such a folder."""
    source = Store(folder)
    for name in carry(source, Store(), portable(source)):
        _say(name, "ready")


def say_adopted(store: Store, name: str) -> None:
    """Tell how a new network of the user's own is used, and where it is described."""
    _say(name, f"ready, as: segstyle segment PHOTO -o OUT --segmenter scene:{name}")
    _say("", f"It is described in {store.user_catalogue}.")


def _say(name: str, words: str) -> None:
    console.print(row_of(name, words), soft_wrap=True)


def _say_trust(store: Store, entry: Weights) -> None:
    if entry.kind != "url" or entry.sha256 is not None:
        return
    known = store.trusted(entry.id)
    if known is None:
        _say("", "Its checksum is not known beforehand: what comes first will be trusted.")
    else:
        _say("", f"Its first fetch is trusted; from then on only these bytes: sha256 {known}")


def _size(entry: Weights) -> str:
    if entry.kind == "derived":
        return f"made from {entry.derived_from}"
    return "size not known" if entry.size is None else f"{entry.size / MEBIBYTE:.1f} MiB"


def _licence(entry: Weights) -> str:
    return f"Licence: {entry.licence}. {entry.licence_note}".rstrip()


def _triple(option: str, words: str | None) -> tuple[float, float, float] | None:
    if words is None:
        return None
    try:
        red, green, blue = (float(word) for word in words.split(","))
    except ValueError:
        raise BadInputError(
            f"“{words}” are no three numbers.", f"Write --{option} R,G,B."
        ) from None
    return red, green, blue
