"""What a server may choose, and what follows from it."""
