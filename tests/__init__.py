"""Tests mirror the code; what they drive, they drive as a user would."""
