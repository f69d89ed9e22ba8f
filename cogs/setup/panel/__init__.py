"""The panel: the campaign's public card, which stays in a channel and keeps itself current."""
