"""Where styles come from in Style Channels, and the questions that it may ask; the diagnosis."""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from leftovers import nothing_left_within_two_seconds, processes, wait_until
from styling import STYLE, another_quick_look, file_of_the_core, open_styling

DIAGNOSIS = "^SegStyle Settings and Diagnosis$"
PAINTINGS, OPEN_PICTURES = "^Famous Paintings$", "^An Open Picture as Style$"
GUARD, SILENCE = r"^Start Painting\?$", "^SegStyle$"
FIRST_STYLE = 912, 55
"""Where the first channel's style is in the dialog."""
LONG = 240

SELECT_PHOTO = "image.set_selected_layers([image.get_layers()[-1]])"
MIXTURE = [
    {"region": "right", "style": "oil-swirls", "weight": 2.0},
    {"region": "right", "style": "golden-mosaic"},
]


def serve_paintings(file):
    """Be, for the core, the place where famous paintings are fetched from."""

    class Painting(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(Path(file).stat().st_size))
            self.end_headers()
            self.wfile.write(Path(file).read_bytes())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Painting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["SEGSTYLE_MASTERS_URL"] = f"http://127.0.0.1:{server.server_port}"


def pictures():
    """The pictures among the user's styles."""
    kinds = (".jpg", ".png", ".webp")
    folder = Path(os.environ["SEGSTYLE_STYLES_DIR"])
    return {file for file in folder.rglob("*") if file.suffix in kinds}


def more_styles(desk, way):
    """Open the first channel's styles, and press a key there."""
    desk.window(STYLE)
    desk.click(STYLE, FIRST_STYLE)
    time.sleep(1)
    desk.keys(way)


def open_with(desk, assignments, size, steps):
    """Open Style Channels with a recipe, and wait for its quick look."""
    desk.keep_recipe(assignments, size=size, steps=steps)
    desk.do(SELECT_PHOTO)
    open_styling(desk)
    another_quick_look(b"")


def a_mixture_stays_one(desk):
    open_with(desk, MIXTURE, size=64, steps=2)
    desk.shot("40-mixture")
    desk.keys("alt+s")
    desk.no_window(STYLE, LONG)
    state = desk.state()
    assert "right – Oil swirls + Golden mosaic" in state["painted"], state


def what_takes_long_is_asked_about(desk):
    open_with(desk, MIXTURE[:1], size=480, steps=10_000)
    desk.keys("alt+s")
    desk.window(GUARD, LONG)
    desk.shot("41-guard")
    desk.keys("Escape")
    desk.no_window(GUARD)


def a_silent_core_is_asked_about(desk):
    desk.window(STYLE)
    (core,) = processes()
    os.kill(core, signal.SIGSTOP)
    desk.keys("alt+q", "Home")
    desk.window(SILENCE, 60)
    desk.shot("42-silent-core")
    os.kill(core, signal.SIGCONT)
    desk.no_window(SILENCE)


def a_famous_painting_is_fetched(desk):
    before = file_of_the_core("glimpse.rgb")
    more_styles(desk, "alt+p")
    desk.window(PAINTINGS)
    desk.shot("43-paintings")
    desk.keys("Return")
    desk.no_window(PAINTINGS)
    another_quick_look(before)
    assert [file.stem for file in pictures()] == ["starry-night"], pictures()
    desk.shot("44-painting-chosen")


def an_open_layer_becomes_a_style(desk):
    known, before = pictures(), file_of_the_core("glimpse.rgb")
    more_styles(desk, "alt+l")
    desk.window(OPEN_PICTURES)
    desk.shot("45-open-pictures")
    desk.keys("Return")
    desk.no_window(OPEN_PICTURES)
    another_quick_look(before)
    assert len(pictures() - known) == 1, pictures()


def a_dropped_file_becomes_a_style(desk, file):
    known, before = pictures(), file_of_the_core("glimpse.rgb")
    desk.drop_file(file, STYLE, FIRST_STYLE)
    wait_until(lambda: pictures() - known, "what was dropped is no style")
    another_quick_look(before)
    desk.shot("46-dropped")
    desk.keys("Escape")
    desk.no_window(STYLE)
    nothing_left_within_two_seconds()


def how_things_stand_is_shown(desk):
    desk.menu("Settings and Diagnosis")
    desk.window(DIAGNOSIS)
    time.sleep(8)
    desk.shot("47-diagnosis")
    desk.keys("Escape")
    desk.no_window(DIAGNOSIS)
    nothing_left_within_two_seconds()
