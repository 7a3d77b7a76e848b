"""The weights of every network: a catalogue of what there is, and a store of what is here."""

from segstyle_core.weights.catalogue import Weights
from segstyle_core.weights.store import Store

__all__ = ["Store", "Weights"]
