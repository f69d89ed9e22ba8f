"""What the bot does by itself, beside serving."""
