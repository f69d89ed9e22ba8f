"""Everything between Discord and a cog."""
