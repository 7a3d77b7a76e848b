"""Regions: segment maps, exactly-N merging and full-resolution coverage."""

from segstyle_core.regions.segment_map import NOWHERE, Region, Segment, SegmentMap

__all__ = ["NOWHERE", "Region", "Segment", "SegmentMap"]
