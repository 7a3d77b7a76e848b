"""The wheel and the plug-in's zip are built, and installed from."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
import release

from real_gimp import NoGimpError, find


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    return release.build_wheel(folder), release.build_plugin_zip(folder)


@pytest.fixture(scope="module")
def python(built, tmp_path_factory):
    """An environment of its own with the wheel in it, which borrows all else from ours."""
    venv = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    ask = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", built[0]], check=True)
    return python


def said_by(python, code):
    ask = [python, "-I", "-c", code]
    return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.split()


def test_the_wheel_brings_its_styles_and_catalogues(python):
    code = """
import segstyle_core
from segstyle_core.gallery import masters, styles
from segstyle_core.gallery.folders import gallery_folder
from segstyle_core.presets import presets
from segstyle_core.weights import Store

print(segstyle_core.__file__, gallery_folder(), len(styles()), len(Store().entries()))
assert all(style.path.is_file() for style in styles())
assert masters()
assert presets()
"""
    core, gallery, number, entries = said_by(python, code)
    assert Path(core).is_relative_to(python.parents[1])
    assert Path(gallery) == Path(core).parent / "styles"
    assert int(number) >= 20
    assert int(entries) >= 10


def test_the_zip_is_the_same_each_time(tmp_path):
    first, second = (release.build_plugin_zip(tmp_path / name) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_gimp_loads_the_zips_plug_in_and_it_greets_the_wheels_core(
    install, home, built, python, console, tmp_path
):
    try:
        gimp = find("3.0")
    except NoGimpError as error:
        pytest.skip(str(error))
    profile = install.Profile(home / ".config/GIMP/3.0")
    unpack(built[1], profile.plugin.parent)
    machine = install.Machine("Linux", home, {"PATH": str(console(gimp))}, root=tmp_path)
    assert install._loading(install.gimps_of(machine)[0], profile)[1] == install.OK
    core = {"command": [str(python), "-I", "-m", "segstyle_core", "worker"]}
    (profile.plugin / "core.json").write_text(json.dumps(core))
    assert install._greeting(profile)[1] == install.OK


def unpack(archive, folder):
    """As unzip does, with the modes."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = Path(opened.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)
