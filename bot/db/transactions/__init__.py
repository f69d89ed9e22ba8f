"""One writer, readers with patience."""
