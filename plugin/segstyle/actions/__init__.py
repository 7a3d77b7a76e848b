"""What the menu entries do: read the image, ask the core, write the result."""
