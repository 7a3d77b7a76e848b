"""Documents that were damaged, by chance or on purpose."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

__all__ = ["damaged_bytes", "damaged_data"]

TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"[" * 3000,
    b"{" * 3000,
    b'{"a":' * 3000,
    b"a.b" * 1000,
    b"9" * 5000,
    b"1e999",
    b"NaN",
    b"-0",
    b'"\\ud800"',
    b"\\u0000",
    b'"""',
    b"\r",
    b"\n\n[[style]]\n",
    b"\n[[weights]]\n",
    b"1979-05-27T07:32:00-08:00",
    b"../../",
    b"true",
)
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**63, 10**400, 1e308, float("inf"), float("nan"), "", " ", "\x00"),
    *("\ud800", "../../etc/passwd", "/etc/passwd", "a" * 300, "x\ny", "é" * 200, [], {}, [[[]]]),
    *(
        {"": ""},
        {"\ud800": 1},
        [None],
        "..",
        ".",
        "CON",
        "a/b",
        "a\\b",
        "1e5",
        "http://[",
        "\u202e",
    ),
)


@st.composite
def damaged_bytes(draw: st.DrawFn, documents: tuple[bytes, ...]) -> bytes:
    """One of the documents with one to six pieces cut, doubled, flipped, or put in."""
    text = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(("cut", "twice", "flip", "token", "noise", "end")))
        if kind == "cut":
            text = text[:start] + text[end:]
        elif kind == "twice":
            text = text[:end] + text[start:]
        elif kind == "flip" and start < len(text):
            flipped = text[start] ^ (1 << draw(st.integers(0, 7)))
            text = text[:start] + bytes([flipped]) + text[start + 1 :]
        elif kind == "token":
            text = text[:start] + draw(st.sampled_from(TOKENS)) + text[start:]
        elif kind == "noise":
            text = text[:start] + draw(st.binary(max_size=12)) + text[end:]
        elif kind == "end":
            text = text[:start]
    return text


@st.composite
def damaged_data(draw: st.DrawFn, documents: tuple[Any, ...]) -> Any:
    """One of the documents with one to four of its values, or keys, exchanged."""
    root = [copy.deepcopy(draw(st.sampled_from(documents)))]
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(list(_places(root))))
        value = copy.deepcopy(draw(st.sampled_from(VALUES)))
        if isinstance(holder, dict) and isinstance(value, str) and draw(st.booleans()):
            holder[value] = holder.pop(key)
        else:
            holder[key] = value
    return root[0]


def _places(holder: Any) -> Any:
    """Each place of a tree that has a value, as (list or dict, index or key)."""
    items = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in list(items):
        yield holder, key
        if isinstance(value, (dict, list)):
            yield from _places(value)
