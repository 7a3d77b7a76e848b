"""Build what is given to others: the core as a wheel, the plug-in as a zip, both in dist/.

python tools/release.py [DIR]
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import translations

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "plugin" / "segstyle"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
FILE, PROGRAM = 0o100644, 0o100755


def version() -> str:
    """SegStyle's, as pyproject.toml has it."""
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert found is not None
    return found[1]


def build_wheel(folder: Path) -> Path:
    """The core, with its styles, as a wheel."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    return folder / f"segstyle-{version()}-py3-none-any.whl"


def build_plugin_zip(folder: Path) -> Path:
    """The plug-in as a zip to be unpacked in GIMP's folder plug-ins.

    The same sources give the same bytes.
    """
    translations.build()
    target = folder / f"segstyle-plugin-{version()}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(PLUGIN.rglob("*")):
            if path.is_dir() or "__pycache__" in path.parts or path.name == "core.json":
                continue
            name = Path("segstyle") / path.relative_to(PLUGIN)
            entry = zipfile.ZipInfo(name.as_posix(), LONG_AGO)
            entry.external_attr = (PROGRAM if path.name == "segstyle.py" else FILE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    print(build_wheel(place))
    print(build_plugin_zip(place))
