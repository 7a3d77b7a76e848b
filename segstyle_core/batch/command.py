"""``segstyle batch``."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from segstyle_core import terminal
from segstyle_core.batch.conduct import Conductor
from segstyle_core.batch.crew import Crew, LocalCrew
from segstyle_core.batch.folder import RunFolder
from segstyle_core.batch.gimp import gimp_command
from segstyle_core.batch.matching import Unmatched
from segstyle_core.batch.photos import Flat, find_photos
from segstyle_core.batch.plan import Plan, planned
from segstyle_core.batch.show import Screen, counted, write_sheet
from segstyle_core.batch.task import Layered, Settings
from segstyle_core.errors import BadInputError
from segstyle_core.recipe import Recipe
from segstyle_core.terminal import console

__all__ = ["batch"]

STOPPED = 130


def batch(
    photos: Annotated[list[Path], typer.Argument(help="Photos, or folders of photos.")],
    recipe: Annotated[Path, typer.Option(help="JSON, or an XCF that GIMP styled by it.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder for the results.")],
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="docs/recipe.md.")
    ] = None,
    segmenter: Annotated[str, typer.Option(help="One that `segstyle segmenters` lists.")] = "auto",
    count: Annotated[
        int | None, typer.Option(min=1, max=100, help="Exactly so many regions.")
    ] = None,
    unmatched: Annotated[
        Unmatched, typer.Option(help="What becomes of the recipe's regions that a photo has not.")
    ] = "skip",
    layers: Annotated[Layered, typer.Option(help="The layered files.")] = "ora",
    flat: Annotated[Flat, typer.Option(help="The flat pictures.")] = "same",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; else measured.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Of each; else measured.")] = None,
    retries: Annotated[
        int, typer.Option(min=0, help="How often a photo is tried again after a worker failed.")
    ] = 2,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of a Dask cluster that is to paint.")
    ] = None,
    cluster: Annotated[
        int | None, typer.Option("--local-cluster", min=1, help="A Dask cluster on this machine.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Photos and results travel; workers see no folder.")
    ] = False,
    resource: Annotated[
        list[str] | None, typer.Option(metavar="NAME=NUMBER", help="Of a Dask worker, for each.")
    ] = None,
) -> None:
    """Paint many photos by one recipe; stopped and started again, it goes on where it was."""
    if scheduler and cluster:
        raise BadInputError("There are two clusters.", "Give --scheduler or --local-cluster.")
    if (send or resource) and not (scheduler or cluster):
        raise BadInputError("--send and --resource are for clusters.", "Give --scheduler ADDRESS.")
    if layers == flat == "none":
        raise BadInputError("Nothing would be written.", "Give --layers ora or --flat same.")
    asked = terminal.recipe(recipe, [], changes or [], {})
    found = find_photos(photos)
    settings = Settings(
        segmenter=segmenter, count=count, unmatched=unmatched, layers=layers, flat=flat
    )
    if layers == "xcf" and scheduler is None:
        gimp_command()
    run = RunFolder(output)
    distant = scheduler is not None or cluster is not None
    with run.alone(), _ended_by_signals():
        plan = _plan(run, found, asked, settings, workers, threads, distant)
        settings = settings.model_copy(update={"threads": plan.threads})
        painted = run.begin(asked, settings)
        tasks = run.tasks(found, painted, settings)
        began = time.monotonic()
        stopped = True
        try:
            if tasks:
                many = min(plan.workers, len(tasks))
                with _crew(many, plan.threads, scheduler, cluster, resource or []) as crew:
                    run.start(len(found), len(tasks), many, plan.threads, crew.where)
                    with Screen(len(tasks)) as screen:
                        conductor = Conductor(run, crew, retries, send, screen.tell)
                        stopped = not conductor.lead(tasks, painted)
            else:
                stopped = False
        finally:
            states = run.end(found, time.monotonic() - began, stopped)
        write_sheet(run.results(), run.sheet)
    console.print(f"{counted(states)}; in {run.out}.", soft_wrap=True, markup=False)
    if stopped:
        raise typer.Exit(STOPPED)
    if states["failed"] or states["skipped"]:
        raise typer.Exit(1)


def _plan(
    run: RunFolder,
    photos: Sequence[Path],
    recipe: Recipe,
    settings: Settings,
    workers: int | None,
    threads: int | None,
    distant: bool,
) -> Plan:
    """What was asked for; the threads that the run began with; else what is quickest."""
    begun_with = None if run.settings is None else run.settings.threads
    threads = threads or begun_with
    if distant:
        return Plan(0, threads or 1, "")
    cores = _cores()
    if workers is None and threads is None:
        console.print("Measuring how many workers are best …")
        plan = planned(run.tasks(photos, recipe, settings), cores)
        console.print(f"Workers: {plan.workers}, threads of each: {plan.threads}; {plan.why}.")
        return plan
    threads = threads or max(1, cores // (workers or 1))
    return Plan(workers or max(1, cores // threads), threads, "")


@contextmanager
def _crew(
    workers: int,
    threads: int,
    scheduler: str | None,
    cluster: int | None,
    resources: Sequence[str],
) -> Iterator[Crew]:
    if scheduler is None and cluster is None:
        with closing(LocalCrew(workers, threads)) as here:
            yield here
        return
    from segstyle_core.batch.cluster import DaskCrew, local_cluster

    there = nullcontext(scheduler) if scheduler else local_cluster(cluster or 1)
    with there as address, closing(DaskCrew(address or "", _amounts(resources))) as crew:
        yield crew


def _amounts(words: Sequence[str]) -> dict[str, float]:
    """Read ``NAME=NUMBER`` words."""
    amounts = {}
    for word in words:
        name, _, number = word.partition("=")
        try:
            amounts[name.strip()] = float(number)
        except ValueError:
            raise BadInputError(f"“{word}” is no resource.", "Write --resource GPU=1.") from None
    return amounts


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A polite request to end is as good as Control-C."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
