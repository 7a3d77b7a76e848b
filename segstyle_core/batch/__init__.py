"""One recipe over many photos, on this machine or on a Dask cluster."""
