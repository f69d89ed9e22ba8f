"""What is kept of the messages that the bot posts by itself."""
