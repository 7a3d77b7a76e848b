"""The loss at one scale and its gradient in float64, against formulas written out again."""

import numpy as np
import pytest
import torch
from torch.nn.functional import avg_pool2d, conv2d

from segstyle_core.style.encoder import Encoder
from segstyle_core.style.losses import Weights
from segstyle_core.style.objective import Objective, Part, style_targets

CPU = torch.device("cpu")
CONTENT = {"conv2_1": 1.0, "conv3_1": 2.0}
STYLE = {"conv1_1": 1.0, "conv2_1": 3.0}
SIZE = (32, 48)


@pytest.fixture(scope="module")
def encoder(store):
    return Encoder(store.path("vgg19"), {*CONTENT, *STYLE}, CPU, torch.float64)


def dice(seed, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.fixture(scope="module", params=["two regions", "one everywhere"])
def scene(request, encoder):
    """Two photos whose content counts, a guide, and two overlapping regions with their styles, or
    one that is as much everywhere."""
    photo, lean = dice(1, 1, 3, *SIZE), dice(2, 1, 3, *SIZE)
    guide = dice(3, 1, 1, *SIZE)
    left = torch.zeros(1, 1, *SIZE, dtype=torch.float64)
    left[..., :30] = 0.7
    half = torch.zeros(1, 1, 40, 40, dtype=torch.float64)
    half[..., :20, :] = 1
    first = style_targets(encoder, dice(4, 1, 3, 40, 40), STYLE, half)
    second = style_targets(encoder, dice(5, 1, 3, 40, 40), STYLE)
    mixture = {layer: 0.25 * first[layer] + 0.75 * second[layer] for layer in STYLE}
    parts = [Part(left, mixture), Part(1 - left, second, 2.5)]
    if request.param == "one everywhere":
        parts = [Part(torch.full_like(left, 0.7), mixture)]
    return [(photo, 1.0), (lean, 0.5)], guide, parts


WEIGHTS = Weights(3.0, 1e3, 5e6, CONTENT, STYLE)


def activations(store, picture):
    """The network by its definition, VGG-19 up to conv3_1."""
    with np.load(store.path("vgg19")) as arrays:
        kernels = {name: torch.from_numpy(arrays[name]).double() for name in arrays}
    here = (picture * 255)[:, [2, 1, 0]] - torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)
    found = {}
    for layer in ("conv1_1", "conv1_2", "", "conv2_1", "conv2_2", "", "conv3_1"):
        if not layer:
            here = avg_pool2d(here, 2)
            continue
        weight, bias = kernels[f"{layer}.weight"], kernels[f"{layer}.bias"]
        found[layer] = here = conv2d(here, weight, bias, padding=1).clamp(min=0)
    return {layer: each.detach().numpy()[0] for layer, each in found.items()}


def small(guide, layer):
    step = 2 ** (int(layer[4]) - 1)
    return avg_pool2d(guide, step).numpy()[0, 0]


def by_hand(store, scene, picture, pull):
    """Content, style and variation loss; ``pull`` is the photo's own style loss."""
    contents, guide, parts = scene
    seen = activations(store, picture)
    wanted = dict.fromkeys(CONTENT, 0.0)
    for content, weight in contents:
        for layer, each in activations(store, content).items():
            if layer in CONTENT:
                wanted[layer] = wanted[layer] + each * weight / 1.5
    content = 0.0
    for layer, weight in CONTENT.items():
        g = small(guide, layer)
        squares = ((seen[layer] - wanted[layer]) ** 2 * g).sum()
        content += weight / 3 * squares / (len(seen[layer]) * g.sum())
    areas = [float(part.guide.sum()) for part in parts]
    style = strong = 0.0
    for part, area in zip(parts, areas, strict=True):
        for layer, weight in STYLE.items():
            g, f = small(part.guide, layer), seen[layer]
            gram = np.einsum("iyx,jyx,yx->ij", f, f, g) / g.sum()
            difference = ((gram - part.targets[layer].numpy()) ** 2).sum() / len(f) ** 4
            loss = area / sum(areas) * weight / 4 * difference
            style, strong = style + loss, strong + part.strength * loss
    p = picture.numpy()
    variation = (np.diff(p, axis=3) ** 2).mean() + (np.diff(p, axis=2) ** 2).mean()
    held = 3.0 * np.sqrt((style if pull is None else pull) / 4e3)
    return content, style, variation, held * content + 1e3 * strong + 5e6 * variation


@pytest.mark.parametrize("tile", [None, 16], ids=["whole", "in tiles"])
def test_the_losses_follow_their_formulas(encoder, store, scene, tile):
    contents, guide, parts = scene
    objective = Objective(encoder, contents, guide, parts, WEIGHTS, tile)
    picture = dice(6, 1, 3, *SIZE)
    pull = by_hand(store, scene, contents[0][0], None)[1]
    found = objective.measure(picture)
    expected = by_hand(store, scene, picture, pull)
    assert (found.content, found.style, found.variation, found.total) == pytest.approx(
        expected, rel=1e-5
    )


@pytest.mark.parametrize("tile", [None, 16], ids=["whole", "in tiles"])
def test_the_gradient_is_the_losses_slope(encoder, scene, tile):
    """Along random directions, by central differences."""
    contents, guide, parts = scene
    objective = Objective(encoder, contents, guide, parts, WEIGHTS, tile)
    picture = 0.2 + 0.6 * dice(7, 1, 3, *SIZE)
    _, gradient = objective.value_and_gradient(picture)
    for seed in range(3):
        direction = dice(10 + seed, 1, 3, *SIZE) - 0.5
        step = 1e-7
        ahead = objective.measure(picture + step * direction).total
        behind = objective.measure(picture - step * direction).total
        slope = float((gradient * direction).sum())
        assert (ahead - behind) / (2 * step) == pytest.approx(slope, rel=1e-3)


def textured(rows, columns):
    """A texture that repeats every 16 pixels, (1, 3, rows, columns)."""
    return dice(8, 1, 3, 16, 16).repeat(1, 1, rows // 16, columns // 16)


def test_a_small_region_is_styled_as_strongly_as_a_large_one(store):
    """One texture under 5 and 50 per cent of the picture: style losses within 2 per cent."""
    layers = {f"conv{block}_1": 1.0 for block in range(1, 6)}
    encoder = Encoder(store.path("vgg19"), {"conv4_2", *layers}, CPU)
    picture = textured(384, 384).float()
    targets = style_targets(encoder, dice(9, 1, 3, 96, 96).float().sqrt(), layers)
    weights = Weights(content=0.0, variation=0.0)
    losses, pulls = [], []
    for margin in (149, 56):
        guide = torch.zeros(1, 1, 384, 384)
        guide[..., margin:-margin, margin:-margin] = 1
        whole = torch.ones_like(guide)
        objective = Objective(encoder, [(picture, 1.0)], whole, [Part(guide, targets)], weights)
        losses.append(objective.measure(picture).style)
        gradient = objective.value_and_gradient(picture)[1] * guide.sum()
        pulls.append(float(gradient[..., 184:200, 184:200].norm()))
    assert losses[0] == pytest.approx(losses[1], rel=0.02)
    assert pulls[0] == pytest.approx(pulls[1], rel=0.1)
