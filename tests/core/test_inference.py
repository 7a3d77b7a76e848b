import os
import subprocess
import sys

RUN = """
import sys
from pathlib import Path
from segstyle_core.inference import session

session(Path(sys.argv[1]))
"""


def test_onnx_runtime_keeps_nothing_to_report(weights, tmp_path):
    """It keeps a number for this machine, and what to send, as soon as a network is loaded."""
    homes = {name: str(tmp_path) for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME")}
    variables = {name: value for name, value in os.environ.items() if "ORT_" not in name}
    subprocess.run(
        [sys.executable, "-c", RUN, str(weights / "style_transform.onnx")],
        env=variables | homes,
        check=True,
    )
    assert not list(tmp_path.rglob("*onnxruntime*"))
