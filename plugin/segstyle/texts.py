"""Every word that the user reads goes through ``_``, so that it can be translated."""

import gettext
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")

_ = gettext.translation("segstyle", str(LOCALE), fallback=True).gettext
