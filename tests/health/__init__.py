"""How the bot is, told over HTTP."""
