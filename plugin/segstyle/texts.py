"""Every word that the user reads goes through ``_``, so that it can be translated."""

import contextlib
import functools
import gettext
import itertools
import json
import re
from pathlib import Path

WRITTEN_IN = ("en", "C")
LOCALE = Path(__file__).with_name("locale")


def _languages():
    """The user's languages, the best first, as GIMP has them; None leaves it to Python."""
    with contextlib.suppress(ImportError):
        from gi.repository import GLib

        names = GLib.get_language_names()
        return list(itertools.takewhile(lambda name: not name.startswith(WRITTEN_IN), names))
    return None


_translation = gettext.translation("segstyle", str(LOCALE), _languages(), fallback=True)

_ = _translation.gettext
plural = _translation.ngettext
"""``plural(one, many, number)``: the form that fits the number."""


def told(text):
    """What the core said in plain words, in the user's language where that is known.

    Values may stand in it: “Styling sky” is known as “Styling {}”. It may be two sentences.
    """
    if not text or not isinstance(text, str):
        return text
    return _(text) if _(text) != text else _both(text) or _said(text) or text


def _both(text):
    """Two sentences, of which the first may lack its full stop; None where it is something else."""
    for stop in re.finditer(r"\. ", text):
        first, second = text[: stop.start()], _said(text[stop.end() :])
        if second and _said(first):
            return f"{_said(first)}. {second}"
        if second and _said(f"{first}."):
            return f"{_said(f'{first}.')} {second}"
    return None


@functools.lru_cache(1000)
def _said(text):
    """One of the core's sentences, with its values in their places; None where it is none."""
    for sentence in _sentences():
        words = sentence.split("{}")
        if text.startswith(words[0]) and text.endswith(words[-1]):
            found = re.fullmatch("(.+?)".join(map(re.escape, words)), text, re.DOTALL)
            if found:
                return _(sentence).format(*(_said(value) or value for value in found.groups()))
    return None


@functools.cache
def _sentences():
    """What the core can say, with {} for values, the most specific first: tools/translations.py."""
    try:
        return json.loads((LOCALE / "sentences.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
