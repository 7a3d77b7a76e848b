"""Reading off an ONNX network what the catalogue must say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.weights.catalogue import FileWeights, InputSpec, Layout, OutputSpec
from segstyle_core.weights.classes import class_names, read_names
from segstyle_core.weights.self_contained import insist_on_self_contained

__all__ = ["Triple", "describe"]

Triple: TypeAlias = tuple[float, float, float]

MULTIPLES, LONGEST = (32, 64, 128), 640
"""What suits most networks that take any size; of the multiples, the first that works."""

_TRIED = 256


def describe(
    file: Path, id: str, classes: Path | None, mean: Triple | None, std: Triple | None
) -> FileWeights:
    """The entry of a scene network in ONNX; what it takes and gives is tried out.

    What is not given is looked for in the file's own metadata: ``classes``, ``mean`` and ``std``
    as JSON, or ``mean_rgb_0_255`` and ``std_rgb_0_255``.

    Args:
        file: the network; it takes one picture, RGB.
        id: its name to be.
        classes: a file of names, one a line.
        mean: subtracted from pixels 0..255.
        std: what they are divided by then.

    Raises:
        BadInputError: no ONNX network, or none that segments; classes, mean or std missing.
    """
    network = _open(file)
    told = _metadata(network)
    spec = _input(file, network, _triple("mean", mean, told), _triple("std", std, told))
    output, count = _output(file, network, spec)
    return FileWeights(
        id=id,
        kind="file",
        title=f"{file.stem}, a network of your own",
        used_for=f"the segmenter “scene:{id}”",
        file=f"{id}.onnx",
        sha256=sha256_of(file),
        size=file.stat().st_size,
        licence=str(told.get("licence") or told.get("license") or "not stated"),
        licence_note="Ask its makers whether commercial use is allowed.",
        source=f"{file.name}, imported on this machine",
        classes=_names(classes, told, count),
        input=spec,
        output=output,
    )


def _open(file: Path) -> Any:
    import onnxruntime

    if not file.is_file():
        raise BadInputError(f"There is no file {file}.", "Name the file to import.")
    insist_on_self_contained(file)
    try:
        return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    except Exception as error:
        raise BadInputError(
            f"{file.name} is no file of the catalogue, and no ONNX network that can be used "
            f"({str(error).splitlines()[0]}).",
            "If it is one of the catalogue's, say which with --as.",
        ) from error


def _metadata(network: Any) -> dict[str, Any]:
    """What the file says of itself: text, or what the text means as JSON."""
    told: dict[str, Any] = {}
    for key, text in network.get_modelmeta().custom_metadata_map.items():
        try:
            told[key] = json.loads(text)
        except ValueError:
            told[key] = text
    return told


def _input(file: Path, network: Any, mean: Triple, std: Triple) -> InputSpec:
    takes = network.get_inputs()
    shape = takes[0].shape
    if len(takes) != 1 or takes[0].type != "tensor(float)" or len(shape) != 4 or 3 not in shape:
        raise _no_segmenter(file, "does not take one float32 picture of three channels")
    if min(std) < 1.0:
        raise BadInputError(
            f"A standard deviation of {min(std):g} cannot be one of pixels 0..255.",
            "Give --mean and --std for pixels 0..255: multiply those for 0..1 by 255.",
        )
    channels_last = shape[1] != 3
    height, width = shape[1:3] if channels_last else shape[2:]
    fixed = isinstance(height, int) and isinstance(width, int)
    return InputSpec(
        order="RGB",
        mean=mean,
        std=std,
        layout="NHWC" if channels_last else "NCHW",
        size=(width, height) if fixed else None,
        multiple=1 if fixed else _multiple(network, "NHWC" if channels_last else "NCHW"),
        longest=None if fixed else LONGEST,
    )


def _multiple(network: Any, layout: Layout) -> int:
    """The first of ``MULTIPLES`` of which the network takes an odd multiple, else the last."""
    for multiple in MULTIPLES[:-1]:
        try:
            _run(network, layout, 3 * multiple, 5 * multiple)
        except Exception:
            continue
        return multiple
    return MULTIPLES[-1]


def _output(file: Path, network: Any, spec: InputSpec) -> tuple[OutputSpec, int | None]:
    """What the network gives for a grey picture; the number of classes, where that shows it."""
    width, height = spec.size or (_TRIED, _TRIED)
    given = _answer(file, network, spec.layout, width, height)
    first = next(iter(given.values()))
    if first.dtype.kind in "iu":
        rows = next(side for side in first.shape if side != 1)
        return OutputSpec(kind="labels", stride=_stride(height, rows)), None
    classes = [name for name, array in given.items() if array.ndim == 3]
    masks = [name for name, array in given.items() if array.ndim == 4]
    if len(classes) == len(masks) == 1:
        stride = _stride(height, given[masks[0]].shape[2])
        output = OutputSpec(kind="queries", stride=stride, names=(classes[0], masks[0]))
        return output, given[classes[0]].shape[2] - 1
    if first.ndim != 4:
        raise _no_segmenter(file, f"gives {first.ndim} dimensions where the classes' maps have 4")
    channel, row = (1, 2) if spec.layout == "NCHW" else (3, 1)
    stride = _stride(height, first.shape[row])
    return OutputSpec(kind="logits", layout=spec.layout, stride=stride), first.shape[channel]


def _answer(
    file: Path, network: Any, layout: Layout, width: int, height: int
) -> dict[str, NDArray[Any]]:
    try:
        arrays = _run(network, layout, width, height)
    except Exception as error:
        raise _no_segmenter(
            file, f"cannot be run on {width}×{height} pixels ({str(error).splitlines()[0]})"
        ) from error
    return dict(zip((output.name for output in network.get_outputs()), arrays, strict=True))


def _run(network: Any, layout: Layout, width: int, height: int) -> list[NDArray[Any]]:
    """What the network gives for a grey picture; failures raise what ONNX Runtime raises."""
    import onnxruntime

    shape = (1, 3, height, width) if layout == "NCHW" else (1, height, width, 3)
    (taken,) = network.get_inputs()
    quietly = onnxruntime.RunOptions()
    quietly.log_severity_level = 4
    outputs: list[NDArray[Any]] = network.run(
        None, {taken.name: np.zeros(shape, np.float32)}, quietly
    )
    return outputs


def _stride(height: int, rows: int) -> int:
    """Also where the network gives 129 rows for 513."""
    return max(1, round(height / rows))


def _names(file: Path | None, told: dict[str, Any], count: int | None) -> tuple[str, ...]:
    if file is None and "classes" in told:
        names = tuple(told["classes"])
        if count in (None, len(names)):
            return names
    if count is not None:
        return class_names(count, file)
    if file is None:
        raise BadInputError("The network does not say its classes.", "Name them in --classes.")
    return read_names(file)


def _triple(name: str, given: Triple | None, told: dict[str, Any]) -> Triple:
    for key in (name, f"{name}_rgb_0_255"):
        if given is None and key in told:
            red, green, blue = told[key]
            given = (red, green, blue)
    if given is None:
        raise BadInputError(
            f"The network does not say its {name}.",
            f"Give it with --{name} RED,GREEN,BLUE for pixels 0..255.",
        )
    return given


def _no_segmenter(file: Path, reason: str) -> BadInputError:
    return BadInputError(
        f"{file.name} {reason}.", "Only networks that take a picture and give its classes serve."
    )
