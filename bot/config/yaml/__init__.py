"""Reads a YAML file into values with their positions and faults."""
