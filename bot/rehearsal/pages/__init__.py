"""What the browser gets: the lobby around the rooms, and the rooms themselves."""
