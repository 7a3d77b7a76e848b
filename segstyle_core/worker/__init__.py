"""The core's side of docs/protocol.md."""
