"""The stage and its lobby are a product too: they start, restart, tell and end as they promise."""
