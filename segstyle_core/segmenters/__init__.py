"""Ways of dividing a photo into named regions; torch is never needed."""

from segstyle_core.segmenters.hints import Hints
from segstyle_core.segmenters.look import Division, Look, divide
from segstyle_core.segmenters.registry import SegmenterInfo, listing

__all__ = ["Division", "Hints", "Look", "SegmenterInfo", "divide", "listing"]
