"""A new campaign: asks for what it needs, and writes a commented folder that is right at once."""
