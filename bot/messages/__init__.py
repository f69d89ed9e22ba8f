"""What is said, in the reader's language."""

from __future__ import annotations

from bot.messages.voice import Messages, Voice
from bot.messages.written import LanguageName, Listed, Told, babel_locale, with_isolates

__all__ = ["LanguageName", "Listed", "Messages", "Told", "Voice", "babel_locale", "with_isolates"]
