"""Backup, restore and every look at the whole store."""
