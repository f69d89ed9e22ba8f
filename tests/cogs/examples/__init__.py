"""For each card of each cog, the longest values it can meet: a generator with the card's name.

A module here has the name of a cog, and a function for each of its cards; `test_cards.py` finds
the cards by themselves and asks for these.
"""
