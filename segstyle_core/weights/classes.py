"""The standard lists of classes, in their order.

``ADE20K`` are the 150 of Zhou et al., "Scene Parsing through ADE20K Dataset" (2017), each by its
first name or the plainest; ``VOC`` the background and 20 things of Everingham et al., "The PASCAL
Visual Object Classes Challenge" (2010).
"""

from __future__ import annotations

from pathlib import Path

from segstyle_core.errors import BadInputError

__all__ = ["ADE20K", "STANDARD", "VOC", "class_names", "read_names"]

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
STANDARD = {"ade20k": ADE20K, "voc": VOC}


def class_names(count: int, file: Path | None = None) -> tuple[str, ...]:
    """The names of a network's classes: those in a file, one a line, or a standard list.

    Raises:
        BadInputError: another number of names than ``count``, or no standard list of so many.
    """
    if file is None:
        standard = {len(classes): classes for classes in STANDARD.values()}
        if count not in standard:
            raise BadInputError(
                f"The network has {count} classes, for which there is no standard list.",
                "Name a file with their names, one a line, in --classes.",
            )
        return standard[count]
    names = read_names(file)
    if len(names) != count:
        raise BadInputError(
            f"{file} names {len(names)} classes; the network has {count}.",
            "Name each class on a line of its own, in the network's order.",
        )
    return names


def read_names(file: Path) -> tuple[str, ...]:
    """The names in a file, one a line.

    Raises:
        BadInputError: the file cannot be read.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"The list of classes {file} cannot be read ({error}).", "Check the name."
        ) from error
    return tuple(line.strip() for line in lines if line.strip())
