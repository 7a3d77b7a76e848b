"""Files from elsewhere: fetching them, resuming, checksums, and one process at a time."""
