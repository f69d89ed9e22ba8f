"""The files of a campaign's folder, one module each."""
