"""SegStyle's core: named regions of a photo, each painted in a style of its own.

The core knows nothing of GIMP. It is a library, a command (``segstyle``) and a worker
that speaks the protocol of docs/protocol.md.
"""

__version__ = "0.1.0"
