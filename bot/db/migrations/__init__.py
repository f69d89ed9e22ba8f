"""The migrations; a released one is never edited, and imports nothing that may change later."""
