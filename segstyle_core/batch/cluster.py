"""Workers on a Dask cluster (dask.distributed), which may come, die and be replaced.

M. Rocklin, "Dask: Parallel Computation with Blocked algorithms and Task Scheduling", 2015.
"""

from __future__ import annotations

import logging
import queue
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segstyle_core.batch.crew import Report
from segstyle_core.batch.errand import Delivery, Errand, Trouble, run_errand
from segstyle_core.errors import BadInputError, CoreFailureError

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["DaskCrew", "local_cluster"]

AHEAD = 2
"""Errands that a worker is given at once: one that it does, one that waits for it."""

PATIENCE = 600.0
"""Seconds for which a scheduler that does not answer, or a worker, is waited for."""

FIRST_PATIENCE = 20.0
"""The same before it has ever answered."""

HOLD = 120.0
"""Seconds for which another worker than those to be avoided is waited for."""

BETWEEN_COUNTS = 2.0
"""Seconds for which the number of workers is taken to be what it was."""


class DaskCrew:
    """The workers of a cluster.

    What a worker had in hand when it died is done by another. When the scheduler is gone, it is
    waited for, and what it had is told to be lost, to be given again.

    Args:
        address: the scheduler's, such as ``tcp://host:8786``; ``tls://`` uses what Dask's own
            settings say of certificates.
        resources: what an errand takes of a worker's resources, such as ``{"GPU": 1}``.

    Raises:
        BadInputError: dask.distributed is not installed, or no scheduler answers.
    """

    def __init__(self, address: str, resources: Mapping[str, float]) -> None:
        insist_on_dask()
        self.where = address
        self._resources = dict(resources)
        self._client: Client | None = None
        self._heard: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._given: dict[Future, Errand] = {}
        self._bound: dict[Future, frozenset[str]] = {}
        self._lost: list[Errand] = []
        self._held: list[tuple[Errand, frozenset[str], float]] = []
        self._workers: tuple[float, dict[str, str]] = (0.0, {})
        self._gone_since = self._seen = time.monotonic()
        if not self._connected(FIRST_PATIENCE):
            raise BadInputError(
                f"No scheduler answers at {address}.",
                "Start one with: dask scheduler, and give the address that it prints.",
            )

    def room(self) -> int:
        """See ``Crew``: as many as keep all workers busy.

        Raises:
            CoreFailureError: there has been no worker for ten minutes.
        """
        if self._client is None or self._client.status != "running":
            return 0
        workers = self._here()
        if workers:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > PATIENCE:
            wanted = " with " + _in_words(self._resources) if self._resources else ""
            raise CoreFailureError(
                f"There is no worker{wanted} at {self.where}.",
                "Start some; then the same command goes on where it was.",
            )
        return max(0, AHEAD * len(workers) - len(self._given) - len(self._held))

    def give(self, errand: Errand, avoid: frozenset[str]) -> None:
        """See ``Crew``."""
        others = self._others(avoid)
        if avoid and not others:
            self._held.append((errand, avoid, time.monotonic()))
        else:
            self._submit(errand, others if avoid else frozenset())

    def has_others(self, than: frozenset[str]) -> bool:
        """See ``Crew``."""
        return bool(self._others(than))

    def next(self, seconds: float) -> Report | None:
        """See ``Crew``.

        Raises:
            CoreFailureError: the scheduler has not answered for ten minutes.
        """
        if self._lost:
            return self._lost.pop(), Trouble("The scheduler is gone.", lost=True)
        if self._client is None:
            if not self._connected(seconds) and self._waited() > PATIENCE:
                raise CoreFailureError(
                    f"The scheduler {self.where} does not answer any more.",
                    "Start it again; then the same command goes on where it was.",
                )
            return None
        self._submit_held()
        try:
            future = self._heard.get(timeout=seconds)
        except queue.Empty:
            if self._client.status != "running":
                self._disconnect()
            return self._stranded()
        self._bound.pop(future, None)
        errand = self._given.pop(future, None)
        if errand is None:
            return None
        if future.status in ("cancelled", "lost"):
            self._disconnect()
            return errand, Trouble("The scheduler is gone.", lost=True)
        return errand, self._answer(future)

    def close(self) -> None:
        """See ``Crew``."""
        if self._client is not None:
            self._client.cancel(list(self._given), force=True)
            self._client.close()

    def _answer(self, future: Future) -> Delivery | Trouble:
        from distributed import CancelledError

        try:
            answer: Delivery | Trouble = future.result(timeout=PATIENCE)
            return answer
        except (CancelledError, OSError, TimeoutError):
            return Trouble("The answer was lost on its way.", lost=True)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        return Trouble(
            f"The workers could not do it ({reason}).",
            "Look into the workers' logs.",
        )

    def _submit(self, errand: Errand, bound: frozenset[str]) -> None:
        """Give an errand to the scheduler, for workers at some addresses only, if any are named."""
        assert self._client is not None
        with _without_advice_on_sizes():
            future = self._client.submit(
                _run_there,
                errand,
                key=f"segstyle-{errand.task.name}-{time.monotonic_ns()}",
                pure=False,
                resources=self._resources or None,
                workers=sorted(bound) or None,
            )
        self._given[future] = errand
        if bound:
            self._bound[future] = bound
        future.add_done_callback(self._heard.put)

    def _submit_held(self) -> None:
        """Give what waits for another worker, if one has come, or if it has waited long enough."""
        held, self._held = self._held, []
        for errand, avoid, since in held:
            others = self._others(avoid)
            if others or time.monotonic() - since > HOLD:
                self._submit(errand, others)
            else:
                self._held.append((errand, avoid, since))

    def _stranded(self) -> Report | None:
        """An errand bound to workers that are all gone, to be given again."""
        here = set(self._here().values())
        for future, bound in self._bound.items():
            if not bound & here:
                future.cancel()
                del self._bound[future]
                return self._given.pop(future), Trouble("Its workers are gone.", lost=True)
        return None

    def _others(self, avoid: frozenset[str]) -> frozenset[str]:
        """The addresses of the workers that are not called so."""
        return frozenset(address for name, address in self._here().items() if name not in avoid)

    def _here(self) -> dict[str, str]:
        """The names and addresses of the workers that have the resources."""
        counted, workers = self._workers
        if self._client is not None and time.monotonic() - counted > BETWEEN_COUNTS:
            try:
                workers = self._able(self._client)
            except (OSError, RuntimeError, ValueError):
                workers = {}
            self._workers = time.monotonic(), workers
        return workers

    def _able(self, client: Client) -> dict[str, str]:
        wanted = self._resources

        def able(dask_scheduler: Any) -> dict[str, str]:  # travels by value
            return {
                str(worker.name): address
                for address, worker in dask_scheduler.workers.items()
                if all(worker.resources.get(name, 0) >= wanted[name] for name in wanted)
            }

        found: dict[str, str] = client.run_on_scheduler(able)
        return found

    def _connected(self, seconds: float) -> bool:
        from distributed import Client
        from distributed.security import Security

        certificates = Security().get_connection_args("client")["ssl_context"]
        if self.where.startswith("tls://") and certificates is None:
            raise BadInputError(
                f"{self.where} wants certificates, and Dask's settings name none.",
                "Name them in Dask's settings, under distributed.comm.tls, or use tcp://.",
            )
        try:
            self._client = Client(self.where, timeout=max(seconds, 2.0), set_as_default=False)
        except (OSError, TimeoutError):
            time.sleep(0.2)
            return False
        except (TypeError, ValueError, RuntimeError) as error:
            raise BadInputError(
                f"Dask cannot connect to {self.where} ({error}).",
                "Check the address.",
            ) from None
        self._workers = (0.0, {})
        return True

    def _disconnect(self) -> None:
        """All that the scheduler had is lost."""
        assert self._client is not None
        self._lost += [*self._given.values(), *(errand for errand, _, _ in self._held)]
        self._held.clear()
        self._given.clear()
        self._bound.clear()
        with suppress(OSError, TimeoutError, RuntimeError):
            self._client.close(timeout=2)
        self._client = None
        self._gone_since = time.monotonic()

    def _waited(self) -> float:
        return time.monotonic() - self._gone_since


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """A cluster of so many processes on this machine; its scheduler's address.

    Raises:
        BadInputError: dask.distributed is not installed.
    """
    insist_on_dask()
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def insist_on_dask() -> None:
    """Raise BadInputError if dask.distributed is not installed; else have it be quiet."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise BadInputError(
            "Dask is not installed.", f"Get it with: {sys.executable} -m pip install distributed"
        ) from None
    if not logging.getLogger().isEnabledFor(logging.INFO):
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _run_there(errand: Errand) -> Delivery | Trouble:
    """Do an errand on a Dask worker, in its own scratch folder."""
    from distributed import get_worker

    worker = get_worker()
    scratch = Path(worker.local_directory)
    answer = run_errand(errand, scratch)
    return replace(answer, worker=str(worker.name))


def _in_words(amounts: Mapping[str, float]) -> str:
    return ", ".join(f"{name}={amount:g}" for name, amount in amounts.items())


@contextmanager
def _without_advice_on_sizes() -> Iterator[None]:
    """A photo's bytes go along on purpose: what is scattered is lost with its worker."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sending large graph")
        yield
