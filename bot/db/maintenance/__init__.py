"""Backup, restore, reconcile and inspect."""
