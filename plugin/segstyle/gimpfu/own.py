"""Procedures of GIMP 2.10 that the shim does itself."""

import inspect

from .constants import RUN_NONINTERACTIVE


class Own:
    """A procedure made of a Python function with 2.10's arguments and results."""

    def __init__(self, proc_name, names, function):
        self.proc_name = proc_name
        self.names, self._function = names, function

    def __call__(self, *arguments, run_mode=RUN_NONINTERACTIVE):
        """Call it; a leading run-mode argument may be left out.

        Raises:
            RuntimeError: wrong arguments, or it failed.
        """
        if len(arguments) == len(self.names) + 1:  # a run mode leads
            arguments = arguments[1:]
        if len(arguments) != len(self.names):
            wanted = ", ".join(self.names)
            raise RuntimeError(f"{self.proc_name} takes {wanted}; {len(arguments)} given")
        try:
            return self._function(*arguments)
        except (TypeError, ValueError, AttributeError, IndexError, KeyError) as error:
            raise RuntimeError(f"{self.proc_name}: {error}") from error


def keeper(procedures):
    """A decorator: the function is the procedure of its name, or ``name``, among ``procedures``."""

    def keep(function, name=None):
        name = name or function.__name__.replace("_", "-")
        procedures[name] = Own(name, list(inspect.signature(function).parameters), function)
        return function

    return keep
