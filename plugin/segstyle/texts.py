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
    """What the core said in words of its own, in the user's language where that is known."""
    return _(text) if text else ""
