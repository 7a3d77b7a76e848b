"""One call of a registered function: its arguments, its dialog, its results and its errors."""

import sys
import traceback

from .bindings import Gimp, GLib, GObject
from .colour import RGB
from .conversions import unwrap
from .errors import CancelledError
from .thing import wrap


def runner(plugin):
    """The function that GIMP calls for ``plugin``."""

    def run_on_image(procedure, run_mode, image, drawables, config, _data):
        def arguments():
            yield wrap(image)
            if plugin.takes_drawable:
                yield _one_of(drawables)

        return _run(plugin, procedure, run_mode, arguments, config)

    def run_alone(procedure, config, _data):
        return _run(plugin, procedure, config.get_property("run-mode"), tuple, config)

    def run_save(procedure, run_mode, image, file, _options, _metadata, config, _data):
        def arguments():
            picture = wrap(image)
            return picture, picture.active_drawable or picture.layers[0], *_twice(file)

        return _run(plugin, procedure, run_mode, arguments, config)

    def run_load(procedure, run_mode, file, _metadata, flags, config, _data):
        return _run(plugin, procedure, run_mode, lambda: _twice(file), config), flags

    runners = {"image": run_on_image, "alone": run_alone, "save": run_save, "load": run_load}
    return runners[plugin.kind]


def _run(plugin, procedure, run_mode, leading, config):
    status = Gimp.PDBStatusType
    try:
        if plugin.on_run:
            plugin.on_run()
        if int(run_mode) == int(Gimp.RunMode.INTERACTIVE):
            results = _ask_and_call(plugin, procedure, list(leading()), config)
        else:
            results = plugin.function(*leading(), *_values(plugin, config))
        if int(run_mode) != int(Gimp.RunMode.NONINTERACTIVE):
            Gimp.displays_flush()
        return _returned(plugin, procedure, results)
    except CancelledError:
        return procedure.new_return_values(status.CANCEL, None)
    except Exception as error:
        if not isinstance(error, RuntimeError) or isinstance(error, RecursionError):
            traceback.print_exc(file=sys.stderr)
        words = str(error) or type(error).__name__
        return procedure.new_return_values(status.EXECUTION_ERROR, GLib.Error(words))


def _one_of(drawables):
    if len(drawables) != 1:
        number = len(drawables) or "no"
        raise RuntimeError(f"Exactly one layer must be selected, and there are {number} selected.")
    return wrap(drawables[0])


def _twice(file):
    """gimpfu gave the file's name and what the user had typed for it."""
    path = file.get_path() or file.get_uri()
    return path, path


def _values(plugin, config):
    return [parameter.value(config) for parameter in plugin.parameters]


def _ask_and_call(plugin, procedure, leading, config):
    if plugin.dialog is None:
        if plugin.parameters:
            from .dialog import ask

            ask(procedure, config, plugin.parameters)
        return plugin.function(*leading, *_values(plugin, config))
    used = plugin.dialog(*leading, *_values(plugin, config))
    if used is not None:
        for parameter, value in zip(plugin.parameters, used, strict=True):
            parameter.remember(config, value)
    return None


def _returned(plugin, procedure, results):
    values = procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)
    given = results if isinstance(results, tuple) else (results,)
    if plugin.kind == "load":
        if results is None:
            raise RuntimeError(f"{plugin.name} loaded no image.")
        values.remove(1)
        values.insert(1, GObject.Value(Gimp.Image, unwrap(given[0])))
        return values
    if not plugin.results or results is None:
        return values
    if len(given) != len(plugin.results):
        wanted = len(plugin.results)
        raise ValueError(f"{plugin.name} returned {len(given)} values in place of {wanted}")
    types = [spec.value_type for spec in procedure.get_return_values()]
    for place, (kind, value) in enumerate(zip(types, given, strict=True), start=1):
        values.remove(place)
        real = value.real if isinstance(value, RGB) else unwrap(value)
        values.insert(place, GObject.Value(kind, real))
    return values
