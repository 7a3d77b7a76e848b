"""The network against its definition, value and gradient, in float64."""

import numpy as np
import pytest
import torch
from torch.nn.functional import avg_pool2d, conv2d, max_pool2d, relu

from segstyle_core.style.encoder import Encoder

CPU = torch.device("cpu")


def by_definition(store, picture, pool):
    """VGG-19 up to conv3_1, the channels first."""
    with np.load(store.path("vgg19")) as arrays:
        kernels = {name: torch.from_numpy(arrays[name]).double() for name in arrays}
    here = (picture * 255)[:, [2, 1, 0]] - torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)
    found = {}
    for layer in ("conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1"):
        if layer in ("conv2_1", "conv3_1"):
            here = pool(here, 2)
        weight, bias = kernels[f"{layer}.weight"], kernels[f"{layer}.bias"]
        found[layer] = here = relu(conv2d(here, weight, bias, padding=1))
    return found


@pytest.mark.parametrize(("pooling", "pool"), [("max", max_pool2d), ("average", avg_pool2d)])
@pytest.mark.parametrize("layers", [("conv1_2", "conv3_1"), ("conv3_1",), ("conv2_2",)])
@pytest.mark.parametrize("size", [(32, 48), (31, 45), (30, 47)])
def test_value_and_gradient(store, pooling, pool, layers, size):
    picture = torch.rand(1, 3, *size, dtype=torch.float64, requires_grad=True)
    encoder = Encoder(store.path("vgg19"), layers, CPU, torch.float64, pooling)
    found, expected = encoder(picture), by_definition(store, picture, pool)
    assert set(found) == set(layers)
    for layer in layers:
        torch.testing.assert_close(found[layer], expected[layer])
        slope = torch.randn_like(expected[layer])
        ours, theirs = (
            torch.autograd.grad((each[layer] * slope).sum(), picture, retain_graph=True)[0]
            for each in (found, expected)
        )
        torch.testing.assert_close(ours, theirs)
