"""A virtual screen with GIMP's window on it, worked by keyboard as a user would.

Runs where GIMP lives: standard library, Xvfb, openbox, xdotool and scrot.
"""

import json
import os
import subprocess
import time
from pathlib import Path

SCREEN = "1280", "900"

LONG = 600
"""Seconds that GIMP may be busy with what was asked of it before."""

MAIN = "GIMP$"
"""The title of GIMP's main window, as a pattern."""

ANSWERER = """
import json, os, time
from gi.repository import Gimp
question, answer = {question!r}, {answer!r}
while True:
    time.sleep(0.1)
    if not os.path.exists(question):
        continue
    image = Gimp.get_images()[0]
    with open(question) as file:
        code = file.read()
    os.unlink(question)
    exec(code)
    groups = [layer for layer in image.get_layers() if layer.is_group()]
    state = dict(
        ticket=ticket,
        layers=[layer.get_name() for layer in image.get_layers()],
        channels=[channel.get_name() for channel in image.get_channels()],
        painted=[child.get_name() for group in groups for child in group.get_children()],
        masks=[child.get_mask() is not None for group in groups for child in group.get_children()],
        parasites=[name for name in image.get_parasite_list() if name.startswith("segstyle")],
        selected=[item.get_name() for item in image.get_selected_drawables()],
    )
    with open(answer + ".new", "w") as file:
        json.dump(state, file)
    os.rename(answer + ".new", answer)
"""

CALL = """
procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-" + {name!r})
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.{mode})
if config.find_property("image"):
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers()[-1:])
for key, value in {values!r}.items():
    config.set_property(key, value)
procedure.run(config)
"""
KEEP_RECIPE = """
recipe = {recipe!r}
image.attach_parasite(Gimp.Parasite.new("segstyle-recipe", 1, recipe.encode()))
"""


class Desktop:
    """Xvfb, openbox and GIMP with one photo; all ended by leaving the ``with`` block."""

    def __init__(self, profile, photo, shots):
        self._profile, self._shots = Path(profile), Path(shots)
        self._started = []
        self._ticket = 0
        runtime = self._profile / "run"
        runtime.mkdir(mode=0o700)
        os.environ.update(
            XDG_RUNTIME_DIR=str(runtime), NO_AT_BRIDGE="1", GDK_BACKEND="x11", GDK_SCALE="1"
        )
        self._start_screen()
        self._start("openbox")
        self._question, self._answer = self._profile / "question", self._profile / "answer"
        code = ANSWERER.format(question=str(self._question), answer=str(self._answer))
        batch = ["--batch-interpreter=python-fu-eval", "-b", code]
        self._gimp = self._start("gimp", "-n", "-s", str(photo), *batch)

    def __enter__(self):
        main = self.window(MAIN, 300)
        self._run("xdotool", "windowmove", main, "0", "0", "windowsize", "--sync", main, *SCREEN)
        return self

    def __exit__(self, *_exception):
        for process in reversed(self._started):
            process.kill()
            process.wait()

    def window(self, title, seconds=120):
        """Wait for a window whose title matches; bring it to the front."""
        found = self._until(lambda: self._windows(title), seconds, f"no window “{title}”")
        self._run("xdotool", "windowactivate", "--sync", found[-1])
        time.sleep(0.5)
        return found[-1]

    def is_open(self, title):
        """Whether there is a window whose title matches."""
        return bool(self._windows(title))

    def no_window(self, title, seconds=60):
        """Wait until there is no such window any more; one search may miss what is there."""

        def is_gone():
            if self._windows(title):
                return False
            time.sleep(0.5)
            return not self._windows(title)

        self._until(is_gone, seconds, f"“{title}” is still there")

    def keys(self, *names):
        """Press keys one after the other, as xdotool names them."""
        for name in names:
            self.press(name)
            time.sleep(0.15)

    def press(self, name):
        """Press a key, and wait for nothing."""
        self._run("xdotool", "key", "--clearmodifiers", name)

    def type(self, words):
        """Type words, letters of ASCII."""
        self._run("xdotool", "type", "--delay", "30", words)

    def menu(self, label):
        """Choose a menu entry by GIMP's search for actions."""
        self.window(MAIN)
        self.keys("Escape", "slash")
        time.sleep(0.8)
        self.type(label)
        time.sleep(1.2)
        self.keys("Return")

    def point_into(self, title):
        """Move the pointer into the window's left half, where a picture is."""
        window = self._windows(title)[-1]
        for step in range(3):
            place = str(250 + step), str(200 + step)
            self._run("xdotool", "mousemove", "--window", window, *place)
            time.sleep(0.2)

    def point_away(self):
        """Move the pointer to the screen's corner, so that no tooltip covers anything."""
        self._run("xdotool", "mousemove", "0", "0")

    def drag(self, title, *places):
        """Press the pointer's button in a window, and hold it from place to place."""
        window = self._windows(title)[-1]
        self._hold([(window, *place) for place in places])

    def click(self, title, place):
        """Click at a place in a window."""
        self.drag(title, place)

    def drop_file(self, file, title, place):
        """Drag a file out of another program's window to a place in a window."""
        self._start("python3", str(Path(__file__).with_name("dragged_file.py")), str(file))
        source, target = self.window("^Dragged File$"), self._windows(title)[-1]
        self._run("xdotool", "windowmove", "--sync", source, "20", "830")
        x, y = place
        self._hold(((source, 30, 20), (source, 60, 30), (target, x - 40, y), (target, x, y)))
        self.window(title)

    def shot(self, name):
        """Keep a picture of the whole screen."""
        time.sleep(0.5)
        self._run("scrot", "-o", str(self._shots / f"{name}.png"))

    def portrait(self, name):
        """Keep a picture of the window in front alone."""
        time.sleep(1)
        self._run("scrot", "-u", "-o", str(self._shots / f"{name}.png"))

    def state(self):
        """What the image holds: names of layers, channels, painted layers, parasites."""
        return self.do("")

    def do(self, code, seconds=60):
        """Run some Python inside GIMP, where ``image`` is; returns the state after it."""
        ticket = self.begin(code)
        return self._until(lambda: self._answer_to(ticket), seconds, "GIMP does not answer")

    def begin(self, code):
        """The same without waiting for it, when all before is done; returns the ticket."""
        self._until(lambda: not self._question.exists(), LONG, "GIMP is busy")
        self._ticket += 1
        new = self._question.with_suffix(".new")
        new.write_text(f"ticket = {self._ticket}\n{code}")
        new.rename(self._question)
        return self._ticket

    def _answer_to(self, ticket):
        if self._answer.exists():
            state = json.loads(self._answer.read_text())
            return state if state.pop("ticket") == ticket else None
        return None

    def call(self, name, mode="NONINTERACTIVE"):
        """Run one of our procedures without a window; returns the state after it."""
        return self.do(CALL.format(name=name, mode=mode, values={}), LONG)

    def open(self, name, **values):
        """Have one of our procedures show its dialog, whatever the language of the menus."""
        self.begin(CALL.format(name=name, mode="INTERACTIVE", values=values))

    def keep_recipe(self, assignments, **settings):
        """Have the image carry a recipe."""
        recipe = json.dumps({"version": 1, "assignments": assignments, **settings})
        return self.do(KEEP_RECIPE.format(recipe=recipe), LONG)

    def wait_for(self, holds, seconds, what):
        """Wait until ``holds(state)``; returns that state."""
        return self._until(
            lambda: (lambda state: state if holds(state) else None)(self.state()), seconds, what
        )

    def _start_screen(self):
        number = self._profile / "display"
        with number.open("wb") as file:
            screen = ["-screen", "0", "x".join((*SCREEN, "24")), "-nolisten", "tcp", "-noreset"]
            self._start("Xvfb", "-displayfd", str(file.fileno()), *screen, keep=(file.fileno(),))
        self._until(lambda: number.read_text().endswith("\n"), 10, "Xvfb does not start")
        os.environ["DISPLAY"] = ":" + number.read_text().strip()

    def _start(self, *words, keep=()):
        log = (self._profile / f"{words[0]}.log").open("wb")
        process = subprocess.Popen(words, stdout=log, stderr=log, pass_fds=keep)
        self._started.append(process)
        return process

    def _hold(self, places):
        """Press the pointer's button at the first place, and let it go at the last."""
        for number, (window, x, y) in enumerate(places):
            self._run("xdotool", "mousemove", "--window", window, str(x), str(y))
            time.sleep(0.3)
            if number == 0:
                self._run("xdotool", "mousedown", "1")
        self._run("xdotool", "mouseup", "1")

    def _windows(self, title):
        words = ["xdotool", "search", "--onlyvisible", "--name", title]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()

    def _run(self, *words):
        subprocess.run(words, check=True, capture_output=True)

    def _until(self, asked, seconds, what):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = asked()
            if found:
                return found
            if self._gimp_died():
                raise AssertionError(f"GIMP died: {(self._profile / 'gimp.log').read_text()}")
            time.sleep(0.2)
        self.shot("missing")
        raise AssertionError(f"{what} within {seconds} s")

    def _gimp_died(self):
        return hasattr(self, "_gimp") and self._gimp.poll() is not None
