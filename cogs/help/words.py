"""The phrases of the list of commands."""

from __future__ import annotations

from bot.config import NO_SUPPORT
from bot.domain.phrases import menu_name, phrase

TITLE = phrase("help.title")
SUPPORT = phrase("help.find_help", limit=100, needs="resources")
EVERYONE = phrase("help.everyone", limit=100)
MODERATORS = phrase("help.moderators", limit=100)
ORGANISERS = phrase("help.organisers", limit=100)
IN_SERVER = phrase("help.in_server")
IN_DM = phrase("help.in_dm")
LINE = phrase("help.line", "command", "description")
MORE = phrase("help.more", limit=200)
NOTE = phrase("help.note")
WRITTEN = phrase(
    "help.written",
    "help",
    "support",
    limit=200,
    needs="resources",
    find_help=menu_name("command_names.find_help", needs="resources"),
)
WRITTEN_NO_SUPPORT = phrase("help.written_no_help", "help", limit=200, needs=NO_SUPPORT)
