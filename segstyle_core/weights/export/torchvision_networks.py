"""torchvision's segmentation networks, filled from a checkpoint."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from torchvision.models import segmentation

from segstyle_core.errors import BadInputError
from segstyle_core.weights.export.checkpoints import count_of, fill, read_state

__all__ = ["network"]

_TRAINING_HEAD = "aux_classifier."


class _Logits(nn.Module):
    """Class scores (1, classes, h, w) at the network's own stride, not enlarged."""

    def __init__(self, whole: nn.Module) -> None:
        super().__init__()
        self.backbone = whole.get_submodule("backbone")
        self.classifier = whole.get_submodule("classifier")

    def forward(self, image: Tensor) -> Tensor:
        features = self.backbone(image)
        logits: Tensor = self.classifier(features.get("out", features))
        return logits


def network(name: str, checkpoint: Path) -> tuple[nn.Module, int]:
    """The network called ``name`` with the checkpoint's weights, and how many classes it knows.

    Raises:
        BadInputError: the checkpoint is none, or does not fit.
    """
    if not checkpoint.is_file():
        raise BadInputError(f"There is no file {checkpoint}.", "Name the checkpoint's file.")
    state = {
        key: tensor
        for key, tensor in read_state(checkpoint).items()
        if not key.startswith(_TRAINING_HEAD)
    }
    last = "low_classifier" if name.startswith("lraspp") else "4"
    count = count_of(state, f"classifier.{last}.weight", checkpoint, name)
    whole = getattr(segmentation, name)(weights=None, weights_backbone=None, num_classes=count)
    fill(whole, state, checkpoint, name)
    return _Logits(whole), count
