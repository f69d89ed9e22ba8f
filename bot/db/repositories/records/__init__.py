"""What can be looked up afterwards: why numbers moved, and who of a staff did what."""
