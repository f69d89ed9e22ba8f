"""Carries the rows of schema 0002 over to schema 0003."""
