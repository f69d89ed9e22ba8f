"""The database itself: opened, locked, written and read, on SQLite and on PostgreSQL."""
