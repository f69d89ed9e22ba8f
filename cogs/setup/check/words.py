"""The phrases of the check-up."""

from __future__ import annotations

from typing import Final

from bot.domain.phrases import LABEL, phrase
from bot.domain.tallies.boards import Parked
from cogs.setup.words import GROUP_PANEL, GROUP_WHERE

AGAIN_BUTTON = phrase("setup.check_again_button", limit=LABEL)
WELL = phrase("setup.check_well")
INVITE = phrase("setup.check_invite", "rights")
COMMANDS = phrase("setup.check_commands")
CHANNEL = phrase("setup.check_channel", "channel", "rights")
BOARD_CHANNEL = phrase("setup.check_board_channel", "channel", "rights")
PANEL_GONE = phrase("setup.check_panel_gone", "channel", panel=GROUP_PANEL)
BOARD_DELETED = phrase("setup.check_board_deleted", "channel")
BOARD_GONE = phrase("setup.check_board_gone", "channel")
BOARD_NO_RIGHT = phrase("tally.board_no_right", "channel")
BOARD_THREAD_CLOSED = phrase("tally.board_thread_closed", "channel")
BOARD_BLOCKED = phrase("tally.board_blocked", "channel")
BOARD_REFUSED = phrase("tally.board_refused", "channel")
RECOUNTING = phrase("tally.recounting")
PLACE = phrase("setup.check_place", "setting", "channel", "rights", where=GROUP_WHERE)
SILENT = phrase("setup.check_silent", "setting", "channel", "silent", where=GROUP_WHERE)
DELETED = phrase("setup.check_deleted", "setting", "deleted", "group")
SUPPORT_LATE = phrase("setup.check_support_late", plural="count", needs="resources")
SUPPORT_UNCALLED = phrase("setup.check_support_uncalled", "number", "total", needs="resources")
LANGUAGE = phrase("setup.check_language", "language", "instead", plural="count")
RIGHT_VIEW = phrase("setup.right_view")
RIGHT_SEND = phrase("setup.right_send")
RIGHT_THREADS = phrase("setup.right_threads")
RIGHT_HISTORY = phrase("setup.right_history")
RIGHT_PIN = phrase("setup.right_pin")

BOARDS: Final = {
    Parked.CHANNEL_GONE: BOARD_GONE,
    Parked.NO_RIGHT: BOARD_NO_RIGHT,
    Parked.THREAD_CLOSED: BOARD_THREAD_CLOSED,
    Parked.BLOCKED: BOARD_BLOCKED,
    Parked.REFUSED: BOARD_REFUSED,
}

RIGHTS: Final = {
    "view_channel": RIGHT_VIEW,
    "read_messages": RIGHT_VIEW,
    "send_messages": RIGHT_SEND,
    "send_messages_in_threads": RIGHT_THREADS,
    "read_message_history": RIGHT_HISTORY,
    "pin_messages": RIGHT_PIN,
}
"""What Discord calls the rights that the bot asks for; one of them has two names in discord.py."""
