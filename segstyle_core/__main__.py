"""``python -m segstyle_core`` is the ``segstyle`` command."""

from segstyle_core.cli import main

if __name__ == "__main__":
    main()
