"""PyTorch segmentation checkpoints as networks of the store, in ONNX; torch is loaded late."""

from segstyle_core.weights.export.exporting import Exported, export_onnx

__all__ = ["Exported", "export_onnx"]
