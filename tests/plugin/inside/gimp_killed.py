"""GIMP itself is killed in the middle of a styling. What is left, the host's test looks at."""

import os
import signal
import threading
from pathlib import Path

from ends import SLOW, folders, running_job
from inputs import PICTURE, STYLE
from scene import add_channel, call, new_image


def test_gimp_is_killed():
    image = new_image(640, 480)
    add_channel(image, "sky", (0, 0, 640, 200))
    before = folders()

    def kill():
        Path(os.environ["SEGSTYLE_TEST_NOTE"]).write_text(str(running_job(before)))
        os.kill(os.getppid(), signal.SIGKILL)

    threading.Thread(target=kill).start()
    call(STYLE, image, image.get_layers(), assignments=f"sky={PICTURE}", **SLOW)
