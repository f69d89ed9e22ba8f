"""One repository for each thing that is kept."""
