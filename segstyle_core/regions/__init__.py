"""Regions: segment maps, exactly-N merging and full-resolution coverage."""

from segstyle_core.regions.segment_map import Region, Segment, SegmentMap

__all__ = ["Region", "Segment", "SegmentMap"]
