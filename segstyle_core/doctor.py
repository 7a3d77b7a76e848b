"""What works in the core, and what to do about what does not."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass

from segstyle_core.errors import SegStyleError
from segstyle_core.gallery import styles
from segstyle_core.weights import Store
from segstyle_core.weights.sources import how_to_have

__all__ = ["Finding", "examine"]

_PACKAGES = ("torch", "onnxruntime", "numpy", "pillow")
_NEEDED = ("vgg19",)


@dataclass(frozen=True)
class Finding:
    """One row: what was looked at, whether it is fine, and a word on it."""

    what: str
    fine: bool
    word: str
    optional: bool = False


def examine() -> list[Finding]:
    """Look at the packages, the device, the gallery and the weights."""
    findings = [
        Finding(package, True, importlib.metadata.version(package)) for package in _PACKAGES
    ]
    findings.append(_device())
    findings.append(Finding("styles", True, f"{len(styles())} in the gallery"))
    return findings + _weights(Store())


def _device() -> Finding:
    from segstyle_core.style.machine import best_device, fast_dtype

    device = best_device()
    return Finding("device", True, f"{device.type}, {str(fast_dtype(device))[6:]}")


def _weights(store: Store) -> list[Finding]:
    try:
        ids = [entry.id for entry in store.entries()]
    except SegStyleError as error:
        return [Finding("weights", False, str(error))]
    return [_weight(store, id) for id in ids]


def _weight(store: Store, name: str) -> Finding:
    optional = name not in _NEEDED
    if not store.ready(name):
        return Finding(name, False, f"missing; run: {how_to_have(store.entry(name))}", optional)
    try:
        store.path(name)
    except SegStyleError as error:
        return Finding(name, False, str(error))
    return Finding(name, True, "there, checksum right")
