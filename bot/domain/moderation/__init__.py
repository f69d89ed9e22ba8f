"""The rules of moderation: which signatures are held, and in which groups they are decided."""
