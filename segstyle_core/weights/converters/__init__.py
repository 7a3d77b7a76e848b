"""One file for each way of turning what was fetched into what is used."""
