"""What the user wants otherwise than the segmenter: some regions united, some with other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from segstyle_core.errors import BadInputError
from segstyle_core.regions.segment_map import NOWHERE, Segment, SegmentMap

__all__ = ["Changes", "own_name"]


@dataclass(frozen=True)
class Changes:
    """Changes to regions that are numbered from 0.

    Attributes:
        unite: groups of numbers; each number at most once.
        names: other names, by the number of the region, or of one that is united into it.
    """

    unite: tuple[tuple[int, ...], ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)

    def members(self, number: int) -> list[int]:
        """All that is united with ``number``, itself among it."""
        return next((sorted(group) for group in self.unite if number in group), [number])

    def made_in(self, segments: SegmentMap) -> SegmentMap:
        """The map with these changes: from large to small, each segment with its own name.

        What is united has the smallest of its numbers as id, and that segment's name and score.

        Args:
            segments: their ids are 0, 1, 2 …

        Raises:
            BadInputError: a number that is not there, or is to be united twice.
        """
        count = len(segments.segments)
        numbers = [number for group in self.unite for number in group]
        if len(set(numbers)) < len(numbers):
            raise BadInputError("A region is to be united twice.", "Name each in one group only.")
        for number in (*numbers, *self.names):
            if not 0 <= number < count:
                raise BadInputError(
                    f"There is no region {number}.", f"The regions are 0 to {count - 1}."
                )
        owner = np.arange(count, dtype=np.int32)
        for group in self.unite:
            owner[list(group)] = min(group, default=0)
        labels = segments.labels
        united = segments.with_labels(
            np.where(labels == NOWHERE, np.int32(NOWHERE), owner[labels]).astype(np.int32)
        )
        given = {int(owner[number]): self.names[number] for number in sorted(self.names)[::-1]}
        areas = np.bincount(united.labels[united.labels != NOWHERE], minlength=count)
        named: list[Segment] = []
        for segment in sorted(united.segments, key=lambda each: (-areas[each.id], each.id)):
            name = own_name(given.get(segment.id, segment.name), [one.name for one in named])
            named.append(replace(segment, name=name))
        return SegmentMap(united.labels, tuple(named))


def own_name(name: str, others: list[str]) -> str:
    """The name, or the first of “name 2”, “name 3” … that is not among the others."""
    own, number = name, 2
    while own in others:
        own, number = f"{name} {number}", number + 1
    return own
