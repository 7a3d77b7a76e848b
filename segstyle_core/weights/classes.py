"""The standard lists of classes, in their order.

``ADE20K`` are the 150 of Zhou et al., "Scene Parsing through ADE20K Dataset" (2017), each by its
first name or the plainest; ``VOC`` the background and 20 things of Everingham et al., "The PASCAL
Visual Object Classes Challenge" (2010).
"""

from __future__ import annotations

__all__ = ["ADE20K", "VOC", "standard_classes"]

_ADE20K = """
    wall, building, sky, floor, tree, ceiling, road, bed, window, grass, cabinet, sidewalk, person,
    earth, door, table, mountain, plant, curtain, chair, car, water, painting, sofa, shelf, house,
    sea, mirror, rug, field, armchair, seat, fence, desk, rock, wardrobe, lamp, bathtub, railing,
    cushion, base, box, column, signboard, chest of drawers, counter, sand, sink, skyscraper,
    fireplace, refrigerator, grandstand, path, stairs, runway, case, pool table, pillow,
    screen door, stairway, river, bridge, bookcase, blind, coffee table, toilet, flower, book, hill,
    bench, countertop, stove, palm, kitchen island, computer, swivel chair, boat, bar,
    arcade machine, hovel, bus, towel, light, truck, tower, chandelier, awning, streetlight, booth,
    television, airplane, dirt track, apparel, pole, land, bannister, escalator, ottoman, bottle,
    buffet, poster, stage, van, ship, fountain, conveyer belt, canopy, washer, plaything,
    swimming pool, stool, barrel, basket, waterfall, tent, bag, minibike, cradle, oven, ball, food,
    step, tank, trade name, microwave, pot, animal, bicycle, lake, dishwasher, screen, blanket,
    sculpture, hood, sconce, vase, traffic light, tray, ashcan, fan, pier, crt screen, plate,
    monitor, bulletin board, shower, radiator, glass, clock, flag
"""
_VOC = """
    background, aeroplane, bicycle, bird, boat, bottle, bus, car, cat, chair, cow, dining table,
    dog, horse, motorbike, person, potted plant, sheep, sofa, train, tv monitor
"""


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


ADE20K = _names(_ADE20K)
VOC = _names(_VOC)


def standard_classes(count: int) -> tuple[str, ...] | None:
    """The standard list that has so many classes, if there is one."""
    return {len(classes): classes for classes in (ADE20K, VOC)}.get(count)
