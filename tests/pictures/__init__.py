"""Pictures of words, and the process that draws them."""
