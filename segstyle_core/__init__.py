"""SegStyle's core: named regions of a photo, each painted in a style of its own.

The core knows nothing of GIMP. It is a library, a command (``segstyle``) and a worker
that speaks the protocol of docs/protocol.md.
"""

import os

__version__ = "0.1.0"

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # ONNX Runtime reports to its makers unless told not to
