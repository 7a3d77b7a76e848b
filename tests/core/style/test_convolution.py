"""Convolutions by Winograd's algorithm and by torch's own, against torch's in float64."""

import pytest
import torch
from torch.nn.functional import conv2d, conv_transpose2d

from segstyle_core.style import convolution
from segstyle_core.style.convolution import Convolution, by_winograd

CPU = torch.device("cpu")


def made(incoming, outgoing, seed=0):
    torch.manual_seed(seed)
    kernel = torch.randn(outgoing, incoming, 3, 3) / (9 * incoming) ** 0.5
    return kernel, torch.randn(outgoing)


def off(found, expected):
    return float((found.double() - expected).norm() / expected.norm())


def value_and_gradient(convolve, x, slope):
    x = x.clone().requires_grad_(True)
    y = convolve(x)
    return y.detach(), torch.autograd.grad((y * slope).sum(), x)[0]


@pytest.mark.parametrize(
    ("incoming", "outgoing", "height", "width"),
    [(3, 64, 61, 83), (64, 64, 61, 83), (64, 128, 50, 40), (128, 64, 5, 4000), (64, 64, 20, 30)],
)
@pytest.mark.parametrize("strip", [500, convolution.STRIP])
def test_value_and_gradient(incoming, outgoing, height, width, strip, monkeypatch):
    monkeypatch.setattr(convolution, "STRIP", strip)
    kernel, bias = made(incoming, outgoing)
    x, slope = torch.randn(1, incoming, height, width), torch.randn(1, outgoing, height, width)
    y, gradient = value_and_gradient(Convolution(kernel, bias, CPU, torch.float32), x, slope)
    expected, its_gradient = value_and_gradient(
        lambda x: conv2d(x, kernel.double(), bias.double(), padding=1), x.double(), slope.double()
    )
    assert off(y, expected) < 1e-5
    assert off(gradient, its_gradient) < 1e-5
    assert float((y - expected).abs().max()) < 1e-3


def test_strips_round_as_the_whole_does(monkeypatch):
    kernel, bias = made(64, 64)
    convolve = Convolution(kernel, bias, CPU, torch.float32)
    x = torch.randn(1, 64, 61, 83)
    whole = convolve(x)
    monkeypatch.setattr(convolution, "STRIP", 500)
    assert torch.equal(convolve(x), whole)


def test_the_same_bytes_each_time():
    kernel, bias = made(64, 64)
    x, slope = torch.randn(1, 64, 61, 83), torch.randn(1, 64, 61, 83)
    once, again = (
        value_and_gradient(Convolution(kernel, bias, CPU, torch.float32), x, slope)
        for _ in range(2)
    )
    assert torch.equal(once[0], again[0]) and torch.equal(once[1], again[1])


def test_what_winograd_cannot_is_done_by_torch(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("NNPACK SpatialConvolution_updateOutput failed")

    monkeypatch.setattr(torch, "_nnpack_spatial_convolution", broken)
    kernel, bias = made(64, 64)
    x = torch.randn(1, 64, 61, 83)
    y = Convolution(kernel, bias, CPU, torch.float32)(x)
    assert off(y, conv2d(x.double(), kernel.double(), bias.double(), padding=1)) < 1e-5


def test_winograd_is_for_float32_on_a_processor():
    assert by_winograd(CPU, torch.float32) == torch._nnpack_available()
    assert not by_winograd(CPU, torch.bfloat16)
    assert not by_winograd(torch.device("cuda"), torch.float32)
    kernel, bias = made(64, 64)
    x = torch.randn(1, 64, 61, 83, dtype=torch.float64)
    y = Convolution(kernel, bias, CPU, torch.float64)(x)
    assert torch.allclose(y, conv2d(x, kernel.double(), bias.double(), padding=1))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
@pytest.mark.parametrize(("incoming", "height", "width"), [(3, 61, 83), (64, 61, 83), (64, 20, 30)])
def test_without_what_is_below_0(incoming, height, width, dtype):
    kernel, bias = made(incoming, 64)
    x, slope = torch.randn(1, incoming, height, width), torch.randn(1, 64, height, width)
    convolve = Convolution(kernel, bias, CPU, dtype)
    y, gradient = value_and_gradient(convolve.rectified, x.to(dtype), slope.to(dtype))
    precise = conv2d(x.double(), kernel.double(), bias.double(), padding=1)
    bound = {torch.float32: 1e-5, torch.bfloat16: 1e-2, torch.float64: 1e-7}[dtype]
    assert off(y, precise.clamp(min=0)) < bound
    expected = conv_transpose2d(slope.double() * (y > 0), kernel.double(), padding=1)
    assert off(gradient, expected) < bound
