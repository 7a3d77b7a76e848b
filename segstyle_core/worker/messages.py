"""The protocol's messages: what may come in, and how answers are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from segstyle_core.complaints import first_complaint
from segstyle_core.errors import SegStyleError
from segstyle_core.image import Box
from segstyle_core.lab.asking import Question
from segstyle_core.regions.changes import Changes
from segstyle_core.regions.coverage import SOFTNESS

__all__ = [
    "FRAME_LIMIT",
    "JOBS",
    "LIMIT",
    "PROTOCOL",
    "Adding",
    "Diagnosing",
    "Dividing",
    "Frame",
    "Glimpsing",
    "Hello",
    "Inspecting",
    "LineError",
    "Looking",
    "MaskFile",
    "ProtocolError",
    "Request",
    "Styling",
    "error_answer",
    "frame_note",
    "frames_note",
    "live_note",
    "losses_note",
    "parse",
    "progress_note",
]

PROTOCOL = 6
LIMIT = 16 * 1024 * 1024
FRAME_LIMIT = 1024 * 1024
"""Bytes of a file in one frame, before they are packed."""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
UNKNOWN_METHOD = -32601
INVALID_PARAMS = -32602
OTHER_PROTOCOL = -32010
NOT_NOW = -32011

PLAIN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
NUMBERED = r"[0-9]{1,6}/[^./\\\x00][^/\\\x00]{0,254}"
FileName = Annotated[str, Field(pattern=f"^{PLAIN}$")]
SentName = Annotated[str, Field(pattern=f"^({PLAIN}|{NUMBERED})$")]
Side = Annotated[int, Field(ge=1, le=524_288)]


class ProtocolError(SegStyleError):
    """A message that the protocol does not allow."""

    def __init__(self, code: int, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.code = code


class LineError(Exception):
    """What is in the stream cannot be told apart any more."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Request(_Message):
    """A JSON-RPC request."""

    jsonrpc: Literal["2.0"]
    id: int | str
    method: str
    params: dict[str, Any] = Field(default_factory=dict)


class Frame(_Message):
    """Parameters of ``frame``: the next ``bytes`` bytes belong into a file, from ``at`` on."""

    file: SentName
    at: int = Field(ge=0)
    bytes: int = Field(ge=0, le=FRAME_LIMIT)
    packed: bool


class Hello(_Message):
    """Parameters of ``hello``."""

    protocol: int
    folder: str
    client: str = ""


class PictureFile(_Message):
    """A raw picture in the private folder, RGBA, or RGB when it has no alpha."""

    file: FileName
    width: Side
    height: Side
    alpha: bool = True


class MaskFile(_Message):
    """A mask: its box in the picture, and a raw coverage of the box's size."""

    box: tuple[int, int, Side, Side]
    coverage: FileName


class RegionFile(MaskFile):
    """A mask with a name."""

    name: str = Field(min_length=1)


class Looking(_Message):
    """Parameters of ``look``."""

    picture: PictureFile
    segmenter: str = "auto"
    inside: MaskFile | None = None
    area: MaskFile | None = None
    foreground: MaskFile | None = None
    background: MaskFile | None = None
    channels: tuple[RegionFile, ...] = ()


class Dividing(_Message):
    """Parameters of ``preview`` and ``segment``."""

    count: int | None = None
    smallest: float = 0.0
    softness: float = SOFTNESS
    unite: tuple[tuple[int, ...], ...] = ()
    names: dict[int, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)

    @property
    def changes(self) -> Changes:
        """What is to be otherwise than the segmenter has it."""
        return Changes(self.unite, self.names)


class Glimpsing(_Message):
    """Parameters of ``glimpse``."""

    picture: PictureFile
    regions: tuple[RegionFile, ...]
    recipe: dict[str, Any]


class Styling(Glimpsing):
    """Parameters of ``style`` and ``estimate``."""

    resume: bool = False


class Inspecting(_Message):
    """Parameters of ``inspect``."""

    picture: PictureFile
    question: Question


class Diagnosing(_Message):
    """``diagnose`` has no parameters."""


class Listing(_Message):
    """``paintings`` has no parameters."""


class Fetching(_Message):
    """Parameters of ``fetch_painting``."""

    id: str = Field(min_length=1)


class Adding(_Message):
    """Parameters of ``add_style``: a picture in the private folder, or the path of a file."""

    picture: PictureFile | None = None
    path: str | None = Field(default=None, min_length=1)
    title: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> Adding:
        if (self.picture is None) == (self.path is None):
            raise ValueError("either a picture or a path")
        return self


JOBS: dict[str, type[_Message]] = {
    "look": Looking,
    "preview": Dividing,
    "segment": Dividing,
    "glimpse": Glimpsing,
    "style": Styling,
    "estimate": Styling,
    "add_style": Adding,
    "paintings": Listing,
    "fetch_painting": Fetching,
    "inspect": Inspecting,
    "diagnose": Diagnosing,
}
"""The methods that take their time, and what each is given."""


def parse(line: bytes) -> Request | Frame:
    """Read one line.

    Raises:
        ProtocolError: no JSON, or no request.
        LineError: a frame, but nobody knows where it ends.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError(PARSE_ERROR, "The message is not JSON.") from None
    if isinstance(data, dict) and data.get("method") == "frame":
        return _frame(data)
    try:
        return Request.model_validate(data)
    except ValidationError as error:
        raise _unfit(INVALID_REQUEST, error) from None


def _frame(data: dict[str, Any]) -> Frame:
    try:
        return Frame.model_validate(data.get("params"))
    except ValidationError as error:
        where, what = first_complaint(error, "frame")
        raise LineError(f"A frame that is not understood: {where}: {what}.") from None


def parameters(kind: type[_Message], params: dict[str, Any]) -> Any:
    """Check a method's parameters.

    Raises:
        ProtocolError: they do not fit.
    """
    try:
        return kind.model_validate(params)
    except ValidationError as error:
        raise _unfit(INVALID_PARAMS, error) from None


def _unfit(code: int, error: ValidationError) -> ProtocolError:
    where, what = first_complaint(error, "message")
    return ProtocolError(code, f"{where} cannot be used: {what}.")


def answer(request_id: int | str, result: dict[str, Any]) -> dict[str, Any]:
    """A successful response."""
    return {"jsonrpc": "2.0", "id": request_id, "result": result}


def error_answer(request_id: int | str | None, error: SegStyleError) -> dict[str, Any]:
    """A response that carries an error."""
    body = {"code": error.code, "message": error.message, "data": {"advice": error.advice}}
    return {"jsonrpc": "2.0", "id": request_id, "error": body}


def progress_note(
    request_id: int | str, fraction: float, text: str, seconds_left: float | None
) -> dict[str, Any]:
    """A progress notification."""
    params = {"id": request_id, "fraction": fraction, "text": text, "seconds_left": seconds_left}
    return {"jsonrpc": "2.0", "method": "progress", "params": params}


def live_note(
    request_id: int | str, region: str, box: Box, pixels: str, width: int, height: int
) -> dict[str, Any]:
    """A notification of how far a region is painted: ``pixels`` is a file of width × height."""
    params = {
        "id": request_id,
        "region": region,
        "box": box.numbers,
        "pixels": pixels,
        "width": width,
        "height": height,
    }
    return {"jsonrpc": "2.0", "method": "live", "params": params}


def frames_note(folder: str) -> dict[str, Any]:
    """A notification that pixels travel in frames; ``folder`` is where they lie at the core."""
    return {"jsonrpc": "2.0", "method": "frames", "params": {"folder": folder}}


def frame_note(file: str, at: int, size: int, packed: bool) -> dict[str, Any]:
    """A notification of a piece of a file, which follows it."""
    params = {"file": file, "at": at, "bytes": size, "packed": packed}
    return {"jsonrpc": "2.0", "method": "frame", "params": params}


def losses_note(request_id: int | str, run: int, point: Mapping[str, float]) -> dict[str, Any]:
    """A notification of a step's losses; ``run`` is the number of the engine's run, from 0."""
    params = {"id": request_id, "run": run, **point}
    return {"jsonrpc": "2.0", "method": "losses", "params": params}
