"""No sequence of anything makes a number differ from its rows, or gives one person two pledges."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.db import Database, open_database
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import SetVisibility
from bot.db.repositories.withdrawal import Erase, Withdraw
from bot.domain.pledges import Signing, SigningText, Visibility, Withdrawing
from bot.domain.refusals import NotSigned
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, NEWER, TEXT, key

T = TypeVar("T")

GUILDS = (11, 22, 33)
HISTORIES, HISTORIES_LONG = 10, 300
PEOPLE = {"ada": 1, "ben": 2, "eve": 3}
_campaigns = itertools.count()

people = st.sampled_from(sorted(PEOPLE))
guilds = st.sampled_from(GUILDS)
texts = st.sampled_from([TEXT, NEWER])


@dataclass
class Known:
    """What a person did, by the rules alone: the store must agree."""

    version: str | None = None
    withdrawn: bool = False
    guilds: dict[int, bool] = field(default_factory=dict[int, bool])
    """The servers that count the pledge, in order, and whether the person is listed there."""

    @property
    def stands(self) -> bool:
        return self.version is not None and not self.withdrawn

    def sign(self, guild_id: int | None, version: str) -> Signing:
        before, new_here = self.version, guild_id is not None and guild_id not in self.guilds
        outcome = Signing.ATTRIBUTED if new_here else Signing.ALREADY
        if not self.stands:
            outcome = Signing.SIGNED
        elif before != version:
            outcome = Signing.RENEWED
        self.version, self.withdrawn = version, False
        if guild_id is not None:
            self.guilds.setdefault(guild_id, False)
        return outcome

    def withdraw(self, guild_id: int | None, *, everywhere: bool) -> Withdrawing:
        if not self.stands:
            return Withdrawing.ALREADY if self.withdrawn else Withdrawing.NOT_SIGNED
        if everywhere or self.guilds.keys() <= {guild_id}:
            self.withdrawn = True
            self.guilds.clear()
            return Withdrawing.EVERYWHERE
        if guild_id not in self.guilds:
            return Withdrawing.NOT_SIGNED
        del self.guilds[guild_id]
        return Withdrawing.HERE


class Campaign(RuleBasedStateMachine):
    """A campaign of its own in a store that all examples share."""

    database: ClassVar[Database]
    runner: ClassVar[asyncio.Runner]
    clock: ClassVar[TickingClock]
    checked: ClassVar[set[str]]
    """The campaigns whose numbers were held against their rows."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign_id = f"campaign-{next(_campaigns)}"
        self.known = {name: Known() for name in PEOPLE}
        self.order: dict[int, list[str]] = {guild_id: [] for guild_id in GUILDS}

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def signing(
        self, name: str, guild_id: int | None, text: SigningText
    ) -> Coroutine[Any, Any, Any]:
        return self.database.pledges.sign(
            Sign(
                campaign_id=self.campaign_id,
                signer_key=key(name),
                guild_id=guild_id,
                text=text,
                at=self.clock(),
            )
        )

    @rule(name=people, guild_id=st.none() | guilds, text=texts)
    def sign(self, name: str, guild_id: int | None, text: SigningText) -> None:
        expected = self.known[name].sign(guild_id, text.version)
        assert self.run(self.signing(name, guild_id, text)).outcome is expected

    @rule(presses=st.lists(st.tuples(people, guilds, texts), min_size=2, max_size=6))
    def sign_together(self, presses: list[tuple[str, int, SigningText]]) -> None:
        async def together() -> list[Any]:
            return await asyncio.gather(*(self.signing(*press) for press in presses))

        expected = [
            self.known[name].sign(guild_id, text.version) for name, guild_id, text in presses
        ]
        assert [one.outcome for one in self.run(together())] == expected

    @rule(name=people, guild_id=st.none() | guilds, everywhere=st.booleans())
    def withdraw(self, name: str, guild_id: int | None, everywhere: bool) -> None:
        expected = self.known[name].withdraw(guild_id, everywhere=everywhere)
        withdrawn = self.run(
            self.database.pledges.withdraw(
                Withdraw(
                    campaign_id=self.campaign_id,
                    signer_key=key(name),
                    guild_id=guild_id,
                    everywhere=everywhere,
                    at=self.clock(),
                )
            )
        )
        assert withdrawn.outcome is expected

    @rule(name=people, guild_id=guilds, visibility=st.sampled_from(Visibility))
    def show(self, name: str, guild_id: int, visibility: Visibility) -> None:
        choosing = self.database.pledges.set_visibility(
            SetVisibility(
                campaign_id=self.campaign_id,
                signer_key=key(name),
                guild_id=guild_id,
                user_id=PEOPLE[name],
                visibility=visibility,
                at=self.clock(),
            )
        )
        if guild_id not in self.known[name].guilds:
            with pytest.raises(NotSigned):
                self.run(choosing)
            return
        self.run(choosing)
        listed = visibility is Visibility.LISTED
        if listed and not self.known[name].guilds[guild_id]:
            self.order[guild_id] = [one for one in self.order[guild_id] if one != name] + [name]
        self.known[name].guilds[guild_id] = listed

    @rule(name=people)
    def erase(self, name: str) -> None:
        erased = self.run(
            self.database.pledges.erase(
                Erase(
                    campaign_id=self.campaign_id,
                    signer_key=key(name),
                    mark=KEYS.erasure_mark(key(name) + self.campaign_id.encode()),
                    at=self.clock(),
                )
            )
        )
        assert erased is (self.known[name].version is not None)
        self.known[name] = Known()

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def numbers_equal_rows(self) -> None:
        async def look() -> None:
            tallies, campaign_id = self.database.tallies, self.campaign_id
            reconciliation = self.database.reconciliation
            assert await reconciliation.differences(campaign_id=campaign_id) == []
            standing = [known for known in self.known.values() if known.stands]
            assert await tallies.counts(campaign_id=campaign_id, guild_id=None) == Counts(
                len(standing)
            )
            for guild_id in GUILDS:
                here = sum(guild_id in known.guilds for known in standing)
                assert await tallies.counts(campaign_id=campaign_id, guild_id=guild_id) == Counts(
                    here
                )

        self.run(look())
        self.checked.add(self.campaign_id)

    @invariant()
    def walls_show_who_chose_it_there(self) -> None:
        async def look() -> None:
            for guild_id, order in self.order.items():
                listed = [PEOPLE[name] for name in order if self.known[name].guilds.get(guild_id)]
                assert await self.database.pledges.wall(
                    campaign_id=self.campaign_id, guild_id=guild_id, offset=0, limit=9
                ) == (listed, len(listed))

        self.run(look())

    @invariant()
    def standings_are_as_known(self) -> None:
        async def look() -> None:
            for name, known in self.known.items():
                found = await self.database.pledges.standing(
                    campaign_id=self.campaign_id, signer_key=key(name)
                )
                assert found.signed is known.stands
                assert (found.pledge.text_version if found.pledge else None) == known.version
                assert {
                    one.guild_id: one.visibility is Visibility.LISTED for one in found.attributions
                } == known.guilds

        self.run(look())


@pytest.fixture
def campaign(database_url: str) -> Generator[type[Campaign]]:
    """The machine, bound to one open store."""
    with asyncio.Runner() as runner:
        stack, clock = AsyncExitStack(), TickingClock()
        opening = stack.enter_async_context(open_database(database_url, clock=clock, migrate=False))
        bound: dict[str, Any] = {
            "database": runner.run(opening),
            "runner": runner,
            "clock": clock,
            "checked": set(),
        }
        yield type("BoundCampaign", (Campaign,), bound)
        runner.run(stack.aclose())


@pytest.mark.long
def test_numbers_equal_rows_whatever_happens(campaign: type[Campaign], long: bool) -> None:
    histories = HISTORIES_LONG if long else HISTORIES
    run_state_machine_as_test(
        campaign, settings=settings(max_examples=histories, stateful_step_count=20, deadline=None)
    )
    assert len(campaign.checked) >= histories
