"""The doctor's rows, on each state that SegStyle can be in, with real GIMPs."""

import json
import shutil
from pathlib import Path

import pytest

from real_gimp import NoGimpError, find


@pytest.fixture
def machine(install, home, tmp_path):
    """A Linux on whose PATH there is no GIMP yet."""
    return install.Machine("Linux", home, {"PATH": str(tmp_path / "path")}, root=tmp_path)


@pytest.fixture
def gimp_3_0():
    try:
        return find("3.0")
    except NoGimpError as error:
        pytest.skip(str(error))


def profile_of(install, home, series):
    folder = home / ".config/GIMP" / series
    folder.mkdir(parents=True)
    return install.Profile(folder)


def rows_on(install, machine):
    """All rows but the core's own, by what they are about and what was looked at."""
    found = install.examine(machine)
    rows = {}
    for row in found:
        rows.setdefault(row.about, {})[row.what] = row
    return rows


def states(rows):
    return {what: row.state for what, row in rows.items()}


@pytest.fixture
def silent_core(install, monkeypatch):
    """What the core says of itself takes seconds, and has a test of its own."""
    monkeypatch.setattr(install, "_core_rows", list)


def test_no_gimp(install, machine, silent_core):
    row = rows_on(install, machine)["GIMP"]["GIMP 3"]
    assert (row.state, row.word) == (install.NO, "not found")
    assert "--gimp-profile" in row.advice


def test_gimp_2_10_alone(install, machine, home, silent_core):
    (home / ".config/GIMP/2.10").mkdir(parents=True)
    rows = rows_on(install, machine)
    assert rows["GIMP"]["GIMP 3"].state == install.NO
    assert "SegStyle needs GIMP 3" in rows["GIMP 2.10"]["version"].word


def test_a_gimp_that_was_never_started(install, machine, gimp_3_0, console, silent_core):
    console(gimp_3_0)
    rows = rows_on(install, machine)[f"GIMP {gimp_3_0.version} (installed)"]
    assert rows["profile"].state == install.NO
    assert "Start it once" in rows["profile"].advice


def test_each_state_of_the_plug_in(install, machine, home, gimp_3_0, console, silent_core):
    gimp = gimp_3_0
    console(gimp)
    profile = profile_of(install, home, "3.0")
    used_by = f"{profile.folder}, used by GIMP {gimp.version} (installed)"
    loads = f"loads in GIMP {gimp.version} (installed)"

    rows = rows_on(install, machine)[used_by]
    assert states(rows) == {"plug-in": install.NO}
    assert rows["plug-in"].advice == "Run: python3 install.py"

    target = install.copy_plugin(profile)
    rows = rows_on(install, machine)[used_by]
    assert set(states(rows).values()) == {install.OK}
    assert "procedures are there" in rows[loads].word
    assert sorted(path.name for path in profile.folder.iterdir()) == ["plug-ins"]

    (target / "segstyle.py").chmod(0o644)
    rows = rows_on(install, machine)[used_by]
    assert rows["executable"].state == rows[loads].state == install.NO
    assert "chmod +x" in rows["executable"].advice
    assert "procedures are missing" in rows[loads].word

    install.copy_plugin(profile)
    entry = target / "segstyle.py"
    entry.write_text(entry.read_text("utf-8").replace("from texts", "from no_texts"), "utf-8")
    rows = rows_on(install, machine)[used_by]
    assert rows["version"].state == rows[loads].state == install.NO
    assert "no_texts" in rows[loads].advice


def test_two_gimps_side_by_side(install, machine, home, console, silent_core):
    try:
        gimps = [find("3.0"), find("3.2")]
    except NoGimpError as error:
        pytest.skip(str(error))
    for gimp in gimps:
        console(gimp)
    for series in ("3.0", "3.2"):
        install.copy_plugin(profile_of(install, home, series))
    rows = rows_on(install, machine)
    for gimp, series in zip(gimps, ("3.0", "3.2"), strict=True):
        name = f"GIMP {gimp.version} (installed)"
        own = rows[f"{home / '.config/GIMP' / series}, used by {name}"]
        assert own[f"loads in {name}"].state == install.OK
        assert [what for what in own if what.startswith("loads")] == [f"loads in {name}"]


def test_a_missing_environment(install, machine, home, tmp_path, monkeypatch):
    profile = profile_of(install, home, "3.0")
    monkeypatch.setattr(install, "VENV", tmp_path / "nowhere")
    install.copy_plugin(profile)
    rows = rows_on(install, machine)
    assert rows["This machine"]["environment"].state == install.NO
    assert rows["The core"]["doctor"].state == install.NO
    own = rows[f"{profile.folder}, used by no GIMP that was found"]
    assert own["core"].state == install.NO
    assert "cannot be started" in own["core"].word
    assert own["loads"].state == install.NOTE


@pytest.mark.parametrize("side", ["plug-in", "core"])
def test_a_plug_in_of_another_protocol(install, machine, home, silent_core, side):
    profile = profile_of(install, home, "3.0")
    target = install.copy_plugin(profile)
    protocol = install.protocol_of(install.PLUGIN)
    other = protocol - 1 if side == "plug-in" else protocol + 1
    code = (target / "core_process.py").read_text("utf-8")
    code = code.replace(f"PROTOCOL = {protocol}\n", f"PROTOCOL = {other}\n")
    (target / "core_process.py").write_text(code, "utf-8")
    row = rows_on(install, machine)[f"{profile.folder}, used by no GIMP that was found"]["core"]
    assert row.state == install.NO
    assert row.word.startswith(f"The {side} is older: the plug-in speaks protocol {other},")
    remedy = "renews the plug-in" if side == "plug-in" else "install.py of the newer SegStyle"
    assert remedy in row.advice


def test_a_folder_that_cannot_be_written(install, machine, home, silent_core, monkeypatch):
    profile = profile_of(install, home, "3.0")
    monkeypatch.setattr(install.os, "access", lambda path, _: path != profile.folder)
    rows = rows_on(install, machine)[f"{profile.folder}, used by no GIMP that was found"]
    assert states(rows) == {"folder": install.NO}


def test_flatpak_and_a_python_it_cannot_see(install, monkeypatch, tmp_path):
    monkeypatch.setattr(install, "_answer", lambda *_: "/usr")
    assert install._limits("Flatpak")[1] == install.NO
    monkeypatch.setattr(install, "_answer", lambda *_: str(Path.home() / ".local/python"))
    assert install._limits("Flatpak")[1] == install.OK


@pytest.fixture
def damaged_weights(weights, tmp_path, monkeypatch):
    """A folder of weights in which one file has a wrong byte, and the others are missing."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in ("u2netp.onnx", "u2netp.onnx.json"):
        shutil.copy(weights / name, folder / name)
    with (folder / "u2netp.onnx").open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    monkeypatch.setenv("SEGSTYLE_WEIGHTS_DIR", str(folder))


def test_the_whole_report_with_corrupt_weights(install, home, damaged_weights, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/nowhere")
    profile_of(install, home, "3.0")
    assert install.main(["doctor", "--json", "--report"]) == 1
    told = capsys.readouterr().out
    assert str(home) not in told
    assert str(install.ROOT) not in told
    report = json.loads(told)
    assert report["healthy"] is False
    core = {row["what"]: row for row in report["rows"] if row["about"] == "The core"}
    assert core["u2netp"]["state"] == core["vgg19"]["state"] == install.NO
    assert "wrong checksum" in core["u2netp"]["word"]
    assert "segstyle weights fetch u2netp" in core["u2netp"]["advice"]
    assert core["mosaic"]["state"] == install.NOTE
    assert core["device"]["state"] == core["styles"]["state"] == install.OK
    assert core["folder of weights"]["state"] == install.OK


def test_private_paths(install, home):
    text = f"{install.ROOT}/x {home}/photos /media/ann/disk C:\\Users\\ann\\AppData"
    told = install.without_private_paths(text)
    assert told == "SEGSTYLE/x ~/photos /media/…/disk C:\\Users\\…\\AppData"
