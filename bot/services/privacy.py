"""All that is stored about a person: to see, to have as a file, off the walls, erased."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.servers import ServerRepository
from bot.db.repositories.settings import SettingsRepository
from bot.db.repositories.visibility import Unlist
from bot.db.repositories.withdrawal import Erase
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.holding import AGES, REASONS
from bot.domain.moderation.wall import WALL_REASONS
from bot.domain.pledges import Attribution, Pledge, Standing
from bot.domain.settings import ChangeKind, LogEntry
from bot.services.campaign import CampaignService
from bot.services.letter import LetterService

_FORMAT: Final = "campaign-bot personal data, version 2"
_ERASED: Final = (
    "How often you had your data in this campaign erased. Only this count is kept of it, so that a "
    "backup from before, once restored, is erased again."
)


@dataclass(frozen=True, slots=True)
class Listings:
    """The servers on whose walls a person stands, in whatever campaign.

    Attributes:
        guild_ids: those that the bot is or was in, by their ids, in order.
        unknown: how many more there are, of which it has no record.
    """

    guild_ids: tuple[int, ...] = ()
    unknown: int = 0

    @property
    def total(self) -> int:
        """How many servers that are."""
        return len(self.guild_ids) + self.unknown


@dataclass(frozen=True, slots=True)
class _Place:
    """A person's place on the wall of one server, in one campaign."""

    keys: Keys
    server: bytes
    guild_id: int | None


class PrivacyService:
    """Works from any place, also in a DM and after leaving every server."""

    def __init__(
        self,
        pledges: PledgeRepository,
        servers: ServerRepository,
        campaign: CampaignService,
        keys: Keys,
        clock: Clock,
        *,
        letter: LetterService,
        settings: SettingsRepository,
    ) -> None:
        self._pledges = pledges
        self._servers = servers
        self._letter = letter
        self._settings = settings
        self._campaign = campaign
        self._keys = keys
        self._clock = clock

    async def holds_anything(self, *, user_id: int) -> bool:
        """Return whether anything that can be erased is stored about a person."""
        for keys in await self._all_keys():
            standing = await self._standing(keys, user_id)
            if standing.pledge is not None or await self._deck(keys, user_id):
                return True
        return bool(await self._settings.done_by(user_id=user_id))

    async def export(self, *, user_id: int) -> bytes:
        """Return all that is stored about a person as JSON (UTF-8; times in ISO 8601, UTC)."""
        pledges: dict[str, Any] = {}
        letters: dict[str, Any] = {}
        erasures: dict[str, dict[str, Any]] = {}
        for keys in await self._all_keys():
            campaign_id = keys.campaign_id
            standing = await self._standing(keys, user_id)
            if standing.pledge is not None:
                pledges[campaign_id] = await self._exported(
                    keys, user_id, standing.pledge, standing
                )
            if deck := await self._deck(keys, user_id):
                letters[campaign_id] = deck
            mark = keys.mark(keys.signer(user_id))
            if times := await self._pledges.times_erased(mark=mark):
                erasures[campaign_id] = {"times": times, "meaning": _ERASED}
        document = {
            "format": _FORMAT,
            # Of this file alone: no two exports share it, and nothing in the store is found by it.
            "code_of_this_export": secrets.token_hex(8),
            "discord_user_id": str(user_id),
            "campaign": self._campaign.id,
            "exported_at": _iso(self._clock()),
            "pledge": pledges.pop(self._campaign.id, None),
            "pledges_to_other_campaigns": pledges,
            "letter": letters.pop(self._campaign.id, None),
            "letters_of_other_campaigns": letters,
            "erasures": erasures,
            "done_as_staff": [_done(one) for one in await self._settings.done_by(user_id=user_id)],
            "erasures_from_logs_of_servers": await self._pledges.times_erased(
                mark=self._keys.staff_mark(user_id)
            ),
        }
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

    async def erase(self, *, user_id: int) -> bool:
        """Erase a person everywhere; returns whether there was something. Twice is harmless."""
        erased = False
        for keys in await self._all_keys():
            erased |= await self._letter.forget(user_id=user_id, campaign_id=keys.campaign_id)
            signer = keys.signer(user_id)
            work = Erase(keys=keys, signer=signer, hour=hour_of(self._clock()))
            erased |= await self._pledges.erase(work)
        return erased | await self._settings.forget(Actor.of(user_id, self._keys))

    async def listed(self, *, user_id: int) -> Listings:
        """Return on whose walls a person stands."""
        servers = Counter(place.guild_id for place in await self._places(user_id))
        unknown = servers.pop(None, 0)
        return Listings(tuple(sorted(one for one in servers if one is not None)), unknown)

    async def take_off(self, *, user_id: int, guild_id: int | None) -> Listings:
        """Take a person off the wall of a server, in every campaign; return where they still stand.

        None stands for every server of which the bot has no record. Twice is harmless.
        """
        places = await self._places(user_id)
        await self._leave(user_id, [one for one in places if one.guild_id == guild_id])
        return await self.listed(user_id=user_id)

    async def take_off_everywhere(self, *, user_id: int) -> Listings:
        """Take a person off every wall; return where they still stand. Twice is harmless."""
        await self._leave(user_id, await self._places(user_id))
        return await self.listed(user_id=user_id)

    async def _places(self, user_id: int) -> list[_Place]:
        known = await self._servers.all()
        places: list[_Place] = []
        for keys in await self._all_keys():
            standing = await self._standing(keys, user_id)
            if standing.listed:
                ids = {keys.server(guild_id): guild_id for guild_id in known}
                places += [_Place(keys, one, ids.get(one)) for one in sorted(standing.listed)]
        return places

    async def _leave(self, user_id: int, places: list[_Place]) -> None:
        works = [
            Unlist(keys=one.keys, signer=one.keys.signer(user_id), server=one.server)
            for one in places
        ]
        await asyncio.gather(*(self._pledges.unlist(work) for work in works))

    async def _all_keys(self) -> list[Keys]:
        """Return the keys of this campaign and of every earlier one in the same store."""
        return await self._pledges.all_keys(self._keys)

    async def _standing(self, keys: Keys, user_id: int) -> Standing:
        signer = keys.signer(user_id)
        return await self._pledges.standing(keys=keys, signer=signer, server=None)

    async def _deck(self, keys: Keys, user_id: int) -> dict[str, Any] | None:
        return await self._letter.holds(user_id=user_id, campaign_id=keys.campaign_id)

    async def _exported(
        self, keys: Keys, user_id: int, pledge: Pledge, standing: Standing
    ) -> dict[str, Any]:
        known = {keys.server(guild_id): guild_id for guild_id in await self._servers.all()}
        signer = keys.signer(user_id)
        off = await self._pledges.taken_off(keys=keys, signer=signer)
        elsewhere = [(None, why) for server, why in standing.taken_off if server not in known]
        return {
            "stands": pledge.stands,
            "signed_in_the_hour_from": _iso(pledge.signed),
            "changed_in_the_hour_from": _iso(pledge.changed),
            "text_version": pledge.text_version,
            "text_sha256": pledge.text_digest,
            "text_language": pledge.locale,
            "erased_before_it": pledge.epoch,
            "servers": [
                _server(one, known.get(one.server), listed=one.server in standing.listed)
                for one in standing.attributions
            ],
            "taken_off_walls_by_moderators": [
                {
                    "server_id": None if guild_id is None else str(guild_id),
                    "reason": _named(WALL_REASONS, why),
                }
                for guild_id, why in (*off.items(), *elsewhere)
            ],
        }


def _server(one: Attribution, guild_id: int | None, *, listed: bool) -> dict[str, Any]:
    return {
        "server_id": None if guild_id is None else str(guild_id),
        "signed_there_in_the_hour_from": _iso(one.hour),
        "state": one.state.name.lower(),
        "reason": _named(REASONS, one.reason),
        "account_age_band": _named(AGES, one.age_band),
        "state_before_a_case": None if one.state_before is None else one.state_before.name.lower(),
        "case": one.case,
        "reason_before_the_case": _named(REASONS, one.reason_before),
        "listed_there_by_user_id": listed,
    }


def _named(names: Mapping[int, str], number: int | None) -> str | int | None:
    """Return what a stored number means; of one that another release stored, the number."""
    return names.get(number, number) if number else None


def _done(entry: LogEntry) -> dict[str, Any]:
    return {
        "server_id": str(entry.guild_id),
        "number_in_its_log": entry.change.number,
        "in_the_hour_from": _iso(entry.at),
        "what": entry.change.kind.name.lower(),
        "setting": entry.key,
        "before": entry.before,
        "after": _after(entry),
    }


def _after(entry: LogEntry) -> str | int | None:
    """Return what a change left; of what moderators decided, the name of their reason."""
    after = entry.after
    if after is None or entry.change.kind < ChangeKind.RELEASED:
        return after
    return _named(REASONS | WALL_REASONS, int(after))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
