"""What a card needs to know of a server: what it chose, and what is still there to be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.languages import best_locale
from bot.domain.refusals import NotAllowed, OutdatedControl, Refusal
from bot.domain.settings import ALSO, Group, StoredSettings, groups_without
from bot.interactions.pressed import whole_number
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.check.looked import Denied, Silenced, denied, silenced


class Page(StrEnum):
    """What can be opened beside the groups of settings; the values stand in custom_ids."""

    PREVIEW = "preview"
    PANEL = "panel"
    CHECK = "check"
    LOG = "log"


STEPS: Final = (Group.LANGUAGE, Group.WHO, Group.WHERE, Page.PANEL, Page.CHECK)
"""The steps of the first setup, in their order; a custom_id and the store name them by place."""


def steps_in(languages: Sequence[str]) -> tuple[Group | Page, ...]:
    """Return the steps where the bot speaks these languages: of one alone none is chosen."""
    return STEPS if len(languages) > 1 else STEPS[1:]


_SHOW_OTHERS: Final = (Group.LETTER, *ALSO)
"""The groups on which something of another group stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """A server as its moderators see it now.

    Attributes:
        roles: ids of the roles that there are, without the one that everybody has.
        channels: ids of the channels that there are.
        languages: the languages that the bot speaks.
        own_language: the language that the server says it has.
        refusal: why the campaign takes no signatures today, anywhere; None where it does.
        denied: channels chosen to post in that deny it to the bot.
        silenced: channels chosen to post in that are among those without posts as well.
    """

    stored: StoredSettings
    roles: frozenset[int]
    channels: frozenset[int]
    languages: tuple[str, ...]
    own_language: str
    refusal: Refusal | None = None
    denied: Denied = ()
    silenced: Silenced = ()

    @property
    def steps(self) -> tuple[Group | Page, ...]:
        """The steps of the first setup in this campaign."""
        return steps_in(self.languages)

    @property
    def first(self) -> Group:
        """What the first step is about."""
        return Group.WHO if self.one_language else Group.LANGUAGE

    @property
    def skipped(self) -> int:
        """How many of all steps are left out, as there is nothing to choose."""
        return len(STEPS) - len(self.steps)

    @property
    def step(self) -> int:
        """How many of all steps of the first setup are behind."""
        return max(self.skipped, min(self.stored.settings.setup_step, len(STEPS)))

    @property
    def one_language(self) -> bool:
        """Whether the campaign has a single language, so that none can be chosen."""
        return len(self.languages) == 1

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of settings in which there is something to choose."""
        here = groups_without(self.absent)
        return tuple(one for one in here if one is not Group.LANGUAGE or not self.one_language)

    @property
    def absent(self) -> frozenset[str]:
        """The cogs that the campaign does not have: nothing of them can be chosen."""
        return self.stored.settings.absent

    @property
    def public_locale(self) -> str:
        """The language of public posts, of those that the bot speaks."""
        return best_locale(self.languages, self.stored.settings.locale, self.own_language)

    @property
    def is_new(self) -> bool:
        """Whether nobody chose anything here yet."""
        return not self.stored.chosen


async def place_now(
    response: Response,
    servers: ServerService,
    *,
    changed: bool = False,
    refusal: Refusal | None = None,
) -> Place:
    """Return the server as it is now; `refusal` is why the campaign takes no signatures today.

    Where it was `changed` by this press, what that came to is known, and the store is not asked:
    if it fell silent meanwhile, what was done is said all the same.

    Raises:
        NotAllowed: the bot is not in this server.
        StoreUnreadable: when its settings cannot be looked up.
    """
    guild = response.interaction.guild
    if guild is None:
        raise NotAllowed
    look_up = servers.glance if changed else servers.with_sources
    stored = await response.wait(look_up(guild_id=response.guild_id))
    return Place(
        stored,
        roles=frozenset(role.id for role in guild.roles if not role.is_default()),
        channels=frozenset(channel.id for channel in guild.channels),
        languages=servers.languages,
        own_language=str(response.interaction.guild_locale or guild.preferred_locale),
        refusal=refusal,
        denied=denied(guild, stored.settings),
        silenced=silenced(guild, stored.settings),
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the card a control stands; it is carried in the custom_id.

    Attributes:
        guided: whether the group is shown as a step of the first setup.
        log_page: the page of the log on which the control stands, if it does.
        group: the group on which a setting of another one stands, where one looks for it too.
    """

    guided: bool = False
    log_page: int | None = None
    group: Group | None = None

    def __str__(self) -> str:
        if self.group is not None:
            return f"g-{self.group}"
        if self.log_page is not None:
            return f"l{self.log_page}"
        return "s" if self.guided else "g"

    @classmethod
    def read(cls, written: str) -> Position:
        """Return the spot that a custom_id names.

        Raises:
            OutdatedControl: when it names none.
        """
        if written in ("g", "s"):
            return cls(guided=written == "s")
        for group in _SHOW_OTHERS:
            if written == f"g-{group}":
                return cls(group=group)
        page = written.removeprefix("l")
        if written == page:
            raise OutdatedControl
        return cls(log_page=whole_number(page))


ALONE: Final = Position()
"""Not as a step of the first setup."""
