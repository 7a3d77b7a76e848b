"""Every word that the user reads goes through ``_``, so that it can be translated."""

import contextlib
import gettext
import itertools
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

    A name may stand at the end: “Styling sky” is known as “Styling {}”.
    """
    if not text or _(text) != text:
        return text and _(text)
    words = text.split(" ")
    for number in range(1, len(words)):
        known = " ".join([*words[:number], "{}"])
        if _(known) != known:
            return _(known).format(" ".join(words[number:]))
    return text
