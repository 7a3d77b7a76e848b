"""Every GIMP is found: recorded folder layouts, and real ones."""

import pytest


@pytest.fixture
def layout(install, tmp_path):
    """Makes a machine of the files named, under a folder that stands for its root."""

    def make(system, files, **variables):
        for file in files:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        places = {name: str(tmp_path / place) for name, place in variables.items()}
        home = {"Darwin": "Users/ann", "Windows": "Users/ann"}.get(system, "home/ann")
        return install.Machine(system, tmp_path / home, places, root=tmp_path)

    return make


def profiles(install, machine):
    return [
        (found.kind, found.folder.relative_to(machine.home).as_posix())
        for found in install.profiles_of(machine)
    ]


def kinds(install, machine):
    return [kind for kind, _ in install.programs(machine)]


def test_linux_with_all_that_there_is(install, layout):
    machine = layout(
        "Linux",
        [
            "home/ann/.config/GIMP/3.0/gimprc",
            "home/ann/.config/GIMP/3.10/gimprc",
            "home/ann/.config/GIMP/3.2/gimprc",
            "home/ann/.config/GIMP/2.10/gimprc",
            "home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0/gimprc",
            "home/ann/snap/gimp/512/.config/GIMP/3.0/gimprc",
            "home/ann/snap/gimp/current/.config/GIMP/3.0/gimprc",
            "home/ann/Applications/GIMP-3.0.6-x86_64.AppImage",
            "usr/bin/gimp-console-3.0",
            "var/lib/flatpak/app/org.gimp.GIMP/current/active",
            "home/ann/.local/share/flatpak/app/org.gimp.GIMP/current/active",
            "snap/gimp/current/meta",
        ],
        PATH="usr/bin",
    )
    assert profiles(install, machine) == [
        ("", ".config/GIMP/3.0"),
        ("", ".config/GIMP/3.2"),
        ("", ".config/GIMP/3.10"),
        ("Flatpak", ".var/app/org.gimp.GIMP/config/GIMP/3.0"),
        ("Snap", "snap/gimp/current/.config/GIMP/3.0"),
    ]
    assert install.programs(machine) == [
        ("installed", (f"{machine.root}/usr/bin/gimp-console-3.0",)),
        ("Flatpak", ("flatpak", "run", "--command=gimp-console", "org.gimp.GIMP")),
        ("Snap", ("snap", "run", "gimp")),
        ("AppImage", (f"{machine.home}/Applications/GIMP-3.0.6-x86_64.AppImage",)),
    ]


def test_xdg_folders_are_heeded(install, layout):
    machine = layout("Linux", ["home/ann/elsewhere/GIMP/3.0/gimprc"])
    assert profiles(install, machine) == []
    machine = layout("Linux", [], XDG_CONFIG_HOME="home/ann/elsewhere")
    assert profiles(install, machine) == [("", "elsewhere/GIMP/3.0")]


def test_a_program_under_two_names_is_one(install, layout, tmp_path):
    machine = layout("Linux", ["usr/bin/gimp-console-3.0"], PATH="usr/bin")
    (tmp_path / "usr/bin/gimp-console").symlink_to("gimp-console-3.0")
    assert kinds(install, machine) == ["installed"]


def test_a_profile_under_two_names_is_one(install, layout, tmp_path):
    machine = layout("Linux", ["home/ann/.config/GIMP/3.0/gimprc"])
    flatpak = machine.home / ".var/app/org.gimp.GIMP/config"
    flatpak.mkdir(parents=True)
    (flatpak / "GIMP").symlink_to(machine.home / ".config/GIMP")
    assert profiles(install, machine) == [("", ".config/GIMP/3.0")]


def test_a_home_with_odd_characters(install, tmp_path):
    home = tmp_path / "Ann [work] {1}"
    (home / ".config/GIMP/3.0").mkdir(parents=True)
    machine = install.Machine("Linux", home, {}, root=tmp_path)
    assert profiles(install, machine) == [("", ".config/GIMP/3.0")]


def test_windows_by_the_installer_and_from_the_store(install, layout):
    roaming, local = "Users/ann/AppData/Roaming", "Users/ann/AppData/Local"
    machine = layout(
        "Windows",
        [
            f"{roaming}/GIMP/3.0/gimprc",
            f"{roaming}/GIMP/2.10/gimprc",
            f"{local}/Packages/GIMP.GIMP_2n8wa3k/LocalCache/Roaming/GIMP/3.2/gimprc",
            f"{local}/Programs/GIMP 3/bin/gimp-console-3.2.exe",
            f"{local}/Microsoft/WindowsApps/gimp-console-3.2.exe",
            "Program Files/GIMP 3/bin/gimp-console-3.0.exe",
            "Program Files/GIMP 2/bin/gimp-console-2.10.exe",
        ],
        APPDATA=roaming,
        LOCALAPPDATA=local,
        ProgramFiles="Program Files",
    )
    assert profiles(install, machine) == [
        ("", "AppData/Roaming/GIMP/3.0"),
        (
            "Microsoft Store",
            "AppData/Local/Packages/GIMP.GIMP_2n8wa3k/LocalCache/Roaming/GIMP/3.2",
        ),
    ]
    assert kinds(install, machine) == ["installer", "installer", "installer", "Microsoft Store"]


def test_macs_by_bundle_and_homebrew(install, layout):
    machine = layout(
        "Darwin",
        [
            "Users/ann/Library/Application Support/GIMP/3.0/gimprc",
            "Applications/GIMP.app/Contents/MacOS/gimp-console-3.0",
            "Users/ann/Applications/GIMP 3.2.app/Contents/MacOS/gimp-console",
            "opt/homebrew/Caskroom/gimp/3.0.4/GIMP.app/Contents/MacOS/gimp-console",
        ],
    )
    assert profiles(install, machine) == [("", "Library/Application Support/GIMP/3.0")]
    assert kinds(install, machine) == ["bundle", "bundle", "Homebrew"]


def test_a_named_profile_goes_before_all(install, layout, tmp_path):
    files = ["home/ann/.config/GIMP/3.0/gimprc"]
    machine = layout("Linux", files, GIMP3_DIRECTORY="other")
    assert [each.folder for each in install.profiles_of(machine)] == [tmp_path / "other"]
    mine = install.profiles_of(machine, tmp_path / "mine")
    assert [each.folder for each in mine] == [tmp_path / "mine"]


def test_who_uses_which_profile(install, tmp_path):
    installed = install.Gimp("installed", "3.0.4", ("gimp-console",))
    flatpak = install.Gimp("Flatpak", "3.2.6", install.FLATPAK)
    usual = install.Profile(tmp_path / "3.0")
    assert usual.belongs_to(installed)
    assert not usual.belongs_to(flatpak)
    assert install.Profile(tmp_path / "3.2").belongs_to(flatpak)
    assert not install.Profile(tmp_path / "3.2", "Snap").belongs_to(flatpak)
    assert install.Profile(tmp_path / "my-profile").belongs_to(flatpak)
    old = install.Gimp("installed", "2.10.34", ("gimp-console-2.10",))
    assert not install.Profile(tmp_path / "my-profile").belongs_to(old)


def test_real_gimps_say_their_versions(install, gimp, console, tmp_path):
    variables = {"PATH": str(console(gimp))}
    machine = install.Machine("Linux", tmp_path, variables, root=tmp_path)
    found = install.gimps_of(machine)
    assert [each.version for each in found] == [gimp.version]
    assert found[0].kind == "installed"


def test_a_program_that_fails_is_passed_over(install, tmp_path):
    broken = tmp_path / "gimp-console"
    broken.write_text("no program")
    broken.chmod(0o755)
    machine = install.Machine("Linux", tmp_path, {"PATH": str(tmp_path)}, root=tmp_path)
    assert install.gimps_of(machine) == []


def test_gimp_2_10_is_told_why(install, layout, capsys):
    install.tell_of_old_gimps(layout("Linux", ["home/ann/.config/GIMP/2.10/gimprc"]))
    assert "SegStyle needs GIMP 3" in capsys.readouterr().out
    install.tell_of_old_gimps(layout("Darwin", []))
    assert capsys.readouterr().out == ""
