"""Tries on Discord itself what no other place can: every card, the commands, the rights."""
