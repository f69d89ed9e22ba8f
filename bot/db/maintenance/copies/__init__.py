"""Copies of a store as files: their rows, what they prove, how they are built, read and named."""
