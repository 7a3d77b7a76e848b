"""The dialog that is made from the parameters alone."""

import gi

from .errors import CancelledError


def ask(procedure, config):
    """Show a procedure's arguments and let the user change them, in ``config``.

    Raises:
        CancelledError: the user closed the dialog without OK.
    """
    gi.require_version("GimpUi", "3.0")
    from gi.repository import GimpUi

    GimpUi.init(procedure.get_name())
    dialog = GimpUi.ProcedureDialog.new(procedure, config, None)
    dialog.fill(None)
    agreed = dialog.run()
    dialog.destroy()
    if not agreed:
        raise CancelledError
