"""What to paste when asking for help: plain text, in English, with nothing private in it."""

import platform
from pathlib import Path

MEBIBYTE = 1 << 20


def report(gimp_version, diagnosis, error=""):
    """How things stand, from the protocol's ``diagnose``; None and an error when it failed."""
    lines = [f"GIMP {gimp_version}, plug-in on Python {platform.python_version()}"]
    if diagnosis is None:
        lines.append(f"The core does not work: {error}")
        lines.append(platform.platform())
    else:
        lines += _lines_on(diagnosis)
    return without_home("\n".join(lines) + "\n")


def without_home(text):
    """The text with "~" in the place of the user's home folder."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def size_of(number):
    """A number of bytes for people: "130 MiB"."""
    if number < MEBIBYTE:
        return f"{-(-number // 1024)} KiB"
    mebibytes = number / MEBIBYTE
    return f"{mebibytes:.0f} MiB" if mebibytes < 1024 else f"{mebibytes / 1024:.1f} GiB"


def _device(found):
    if not found["device"]:
        return "none, for torch is not installed: segmenting and quick looks only"
    return f"{found['device']}, {found['number_format']}"


def _lines_on(found):
    yield f"SegStyle {found['version']} on Python {found['python']}"
    yield found["system"]
    yield ", ".join(f"{name} {version}" for name, version in found["packages"].items())
    memory, free = (size_of(found[key] * MEBIBYTE) for key in ("memory_mib", "free_memory_mib"))
    yield f"Device: {_device(found)}"
    yield f"{found['processors']} processors, {memory} of memory, {free} free"
    yield f"ONNX Runtime: {found['provider'] or 'no network to run'}"
    for one in found["weights"]:
        yield f"Weights {one['id']}: {size_of(one['bytes']) if one['ready'] else 'missing'}"
    for folder in found["folders"]:
        yield f"Room for {folder['holds']}: {size_of(folder['bytes'])}"
