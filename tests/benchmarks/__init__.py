"""How fast the bot is, always against a baseline measured in the same run on the same machine."""
