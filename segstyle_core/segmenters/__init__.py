"""Ways of dividing a photo into named regions; torch is never needed."""

from segstyle_core.segmenters.divide import Division, divide
from segstyle_core.segmenters.registry import SegmenterInfo, listing

__all__ = ["Division", "SegmenterInfo", "divide", "listing"]
