"""The phrases of the list of commands."""

from __future__ import annotations

from bot.domain.phrases import phrase

TITLE = phrase("help.title")
IN_SERVER = phrase("help.in_server")
IN_DM = phrase("help.in_dm")
LINE = phrase("help.line", "command", "description")
NOTE = phrase("help.note")
