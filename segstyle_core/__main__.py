"""The ``segstyle`` command.

As ``worker`` it starts without the packages of the command line, for a window waits for it.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command; see ``segstyle_core.cli.main``."""
    if sys.argv[1:] == ["worker"]:
        from segstyle_core.worker.server import serve

        serve()
    else:
        from segstyle_core.cli import main

        main()


if __name__ == "__main__":
    main()
