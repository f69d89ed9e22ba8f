"""`/tally export`: what organisers can have as files."""
