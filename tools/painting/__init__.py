"""Three painters for the gallery, each a program with a hand of its own."""
