"""What a model finds wrong with a file, told by the slip that made it so."""
