"""Write what GIMP 2.10 makes of the calls, for the tests to compare with.

``make.py COMMAND…``, where COMMAND runs GIMP 2.10's ``gimp-console`` and sees /tmp as we do.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import calls
import picture

ANSWERS = Path(__file__).with_name("gimp-2.10.json")

SETUP = """
(define out (open-output-file "{folder}/answers"))
(define (prepared)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{folder}/photo.ppm" "photo.ppm")))
         (photo (car (gimp-image-get-active-layer image)))
         (other (car (gimp-file-load-layer RUN-NONINTERACTIVE image "{folder}/slope.ppm"))))
    (gimp-image-insert-layer image other 0 -1)
    (gimp-item-set-visible other FALSE)
    (gimp-image-set-active-layer image photo)
    (gimp-context-set-defaults)
    (gimp-context-set-foreground '({foreground}))
    (gimp-context-set-background '({background}))
    (gimp-context-set-brush "2. Hardness 050")
    (gimp-context-set-brush-size 12)
    (list image photo other)))
(define (said image layer)
  (let* ((width (car (gimp-drawable-width layer)))
         (height (car (gimp-drawable-height layer))))
    (write (list width height) out)
    (for-each
      (lambda (place)
        (if (and (< (car place) width) (< (cadr place) height))
          (write (vector->list
              (cadr (gimp-drawable-get-pixel layer (car place) (cadr place)))) out)))
      '({places}))
    (newline out)
    (gimp-image-delete image)))
"""


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        for kind in ("photo", "slope"):
            head = b"P6 %d %d 255\n" % (picture.WIDTH, picture.HEIGHT)
            (folder / f"{kind}.ppm").write_bytes(head + getattr(picture, kind)())
        (folder / "calls.scm").write_text(_script(folder))
        words = ["-n", "-i", "-f", "-b", f'(load "{folder}/calls.scm")', "-b", "(gimp-quit 0)"]
        subprocess.run([*sys.argv[1:], *words], check=True, stdin=subprocess.DEVNULL)
        lines = (folder / "answers").read_text().splitlines()
    ANSWERS.write_text("[\n" + ",\n".join(map(_answer, lines)) + "\n]\n")


def _script(folder: Path) -> str:
    setup = SETUP.format(
        folder=folder,
        foreground=" ".join(map(str, calls.FOREGROUND)),
        background=" ".join(map(str, calls.BACKGROUND)),
        places=" ".join(f"({x} {y})" for x, y in picture.PLACES),
    )
    return (
        setup + "\n".join(map(_line, [*calls.EXACT, *calls.LIKE])) + "\n(close-output-port out)\n"
    )


def _line(call: tuple) -> str:
    name, *arguments = call
    leading = "RUN-NONINTERACTIVE image photo" if name.startswith("plug-in") else "photo"
    words = " ".join(map(_scheme, arguments))
    names = "(image (car all)) (photo (cadr all)) (other (caddr all))"
    return f"(let* ((all (prepared)) {names}) ({name} {leading} {words}) (said image photo))"


def _scheme(value: object) -> str:
    if isinstance(value, calls.Other):
        return "other"
    if isinstance(value, calls.Bytes):
        sets = " ".join(f"(vector-set! v {at} {one})" for at, one in enumerate(value.values))
        return f"{len(value.values)} (let ((v (make-vector {len(value.values)} 'byte))) {sets} v)"
    if isinstance(value, (calls.Floats, calls.Integers)):
        return f"{len(value.values)} #({' '.join(map(str, value.values))})"
    if isinstance(value, tuple):
        return f"'({' '.join(map(str, value))})"
    return str(value)


def _answer(line: str) -> str:
    lists = [[int(word) for word in part.split()] for part in line.strip("()").split(")(")]
    return json.dumps(lists, separators=(",", ":"))


if __name__ == "__main__":
    main()
