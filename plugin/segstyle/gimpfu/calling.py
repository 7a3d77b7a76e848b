"""GIMP's own procedures, called by the names of their arguments."""

from .bindings import Gimp
from .constants import RUN_NONINTERACTIVE
from .conversions import for_gimp


def call(proc_name, **arguments):
    """Run a procedure of GIMP 3, silently; what is not named stands at its default.

    Values are as a plug-in of 2.10 gives them; an argument that this GIMP's procedure does not
    have is passed over. Returns the objects that it returns.

    Raises:
        RuntimeError: a value does not fit, or the procedure failed; with GIMP's words.
    """
    procedure = Gimp.get_pdb().lookup_procedure(proc_name)
    if procedure is None:
        raise RuntimeError(f"GIMP {Gimp.version()} has no procedure {proc_name}.")
    config = procedure.create_config()
    for name, value in {"run_mode": RUN_NONINTERACTIVE, **arguments}.items():
        spec = config.find_property(name.replace("_", "-"))
        if spec is not None:
            set_argument(proc_name, config, spec, value)
    return values_of(procedure, run(proc_name, procedure, config))


def set_argument(proc_name, config, spec, value):
    """Set one argument of a call to come."""
    name = spec.get_name()
    try:
        converted = for_gimp(spec, value)
        if spec.value_type.name == "GimpCoreObjectArray":
            config.set_core_object_array(name, converted)
        else:
            config.set_property(name, converted)
    except (TypeError, ValueError, AttributeError) as error:
        raise RuntimeError(f"{proc_name}: {name}: {error}") from None


def run(proc_name, procedure, config):
    """Run it; GIMP's answer, which is a success."""
    answer = procedure.run(config)
    if int(answer.index(0)) != int(Gimp.PDBStatusType.SUCCESS):
        reason = Gimp.get_pdb().get_last_error() or "no reason given"
        raise RuntimeError(f"{proc_name}: {reason}")
    return answer


def values_of(procedure, answer):
    """What is in an answer; parasites and the like live no longer than it does."""
    kinds = [spec.value_type.name for spec in procedure.get_return_values()]
    return [_value(answer, place, kind) for place, kind in enumerate(kinds, start=1)]


def _value(answer, place, kind):
    if kind == "GimpCoreObjectArray":
        return answer.get_core_object_array(place)
    return answer.index(place)
