"""torchvision's VGG networks with random weights, in the form of its own checkpoints."""

import torch
import torchvision

THEIRS = {"vgg13": "vgg13", "vgg16": "vgg16", "vgg19_tv": "vgg19", "vgg19_bn": "vgg19_bn"}


def seeded(id):
    """The features of torchvision's network with random weights; the classifier is left out."""
    generator = torch.Generator().manual_seed(4)
    network = torchvision.models.vgg
    kinds = {"vgg13": "B", "vgg16": "D", "vgg19": "E", "vgg19_bn": "E"}
    features = network.make_layers(network.cfgs[kinds[THEIRS[id]]], batch_norm=id == "vgg19_bn")
    with torch.no_grad():
        for name, tensor in features.state_dict().items():
            if tensor.ndim == 4:
                tensor.normal_(0, (2 / tensor[0].numel()) ** 0.5, generator=generator)
            elif name.endswith("running_var"):
                tensor.uniform_(0.5, 1.5, generator=generator)
            elif tensor.ndim == 1:
                tensor.normal_(0.1, 0.05, generator=generator)
    return features.eval()


def saved(features, path):
    torch.save({f"features.{name}": each for name, each in features.state_dict().items()}, path)
