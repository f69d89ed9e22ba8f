"""How the bot keeps its connections to Discord, one for each shard, and what it says of them."""
