"""What the bot asks Discord about people, where it has no list of its own."""
