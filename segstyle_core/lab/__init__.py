"""The lab: looking inside the networks, comparing settings, and drawing what a run went through."""
