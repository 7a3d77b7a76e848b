"""GTK 3 dialogs: plain data in and out, no pixels, no protocol."""
