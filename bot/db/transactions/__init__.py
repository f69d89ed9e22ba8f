"""One writer, and readers with a time limit."""
