"""The check-up: what is wrong in a server, each with what helps."""
