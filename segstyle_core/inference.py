"""Running ONNX networks: one session for each file and process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from segstyle_core.errors import CoreFailureError

__all__ = ["session"]

ERRORS_ONLY = 3


@cache
def session(path: Path) -> Any:
    """The network at ``path``, loaded once, on all cores, or as many as OMP_NUM_THREADS says.

    Raises:
        CoreFailureError: ONNX Runtime cannot load it.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _cores()
    options.log_severity_level = ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise CoreFailureError(
            f"{path.name} cannot be loaded ({error}).",
            f"Fetch it again with: segstyle weights fetch {path.stem}",
        ) from error


def _cores() -> int:
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    if allowed.isdigit() and int(allowed) > 0:
        return int(allowed)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
