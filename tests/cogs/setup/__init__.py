"""A server is set up by its moderators, and by nobody else."""
