"""What pydantic finds wrong with data, in words."""

from __future__ import annotations

from pydantic import ValidationError

__all__ = ["first_complaint"]


def first_complaint(error: ValidationError, whole: str) -> tuple[str, str]:
    """Where something is wrong, or ``whole`` if it is the whole, and what; without a full stop."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or whole
    return where, first["msg"].removeprefix("Value error, ")
