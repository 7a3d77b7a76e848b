"""The gallery's painters, each a program with a hand of its own."""
