"""Errors that a user can meet: each says what happened and what to do about it."""

from __future__ import annotations

__all__ = [
    "BadInputError",
    "CancelledError",
    "CoreFailureError",
    "FetchError",
    "SegStyleError",
    "WeightsError",
    "missing_package",
]


class SegStyleError(Exception):
    """An error meant for the user's eyes.

    Attributes:
        message: one sentence that says what happened.
        advice: one sentence that says what to do; may be empty.
        code: the JSON-RPC error code that carries it (docs/protocol.md).
    """

    code = -32000

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class BadInputError(SegStyleError):
    """What the user gave cannot be used: a missing file, an empty region, an unknown style."""

    code = -32001


class FetchError(SegStyleError):
    """Something that lies elsewhere cannot be fetched, or is not what was expected."""

    code = -32002


class WeightsError(FetchError):
    """A network's weights are missing, cannot be fetched or are not the ones expected."""


class CoreFailureError(SegStyleError):
    """The machine or a library failed: memory, disk, a diverged optimisation."""

    code = -32003


class CancelledError(SegStyleError):
    """The user asked to stop; nothing is to be written."""

    code = -32800

    def __init__(self) -> None:
        super().__init__("Cancelled.")


def missing_package(error: ModuleNotFoundError) -> CoreFailureError:
    """In words: a package is not installed, as it is after ``install.py --no-torch``."""
    return CoreFailureError(
        f"This needs {error.name}, which SegStyle was set up without: "
        "it can segment and preview, but not paint.",
        "Run: python3 install.py --compute auto",
    )
