"""What a store should know of a campaign, by the rules alone and without a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.domain.pledges import Signing, SigningText, State, Withdrawing
from bot.domain.refusals import NotSigned, PledgeSetAside
from bot.domain.tallies import Counts, SignatureChange
from tests.db.days import Sum

HOURS_A_DAY = 24
FORMER = 0
"""Stands for every server that the bot left long ago."""


@dataclass
class Place:
    """A signature in one server."""

    hour: int
    state: State = State.COUNTED
    before: State | None = None
    case: int | None = None


@dataclass
class Known:
    """One person in one campaign."""

    text: SigningText | None = None
    stands: bool = False
    signed: int = 0
    changed: int = 0
    epoch: int = 0
    erasures: int = 0
    places: dict[int, Place] = field(default_factory=dict[int, Place])
    listed: set[int] = field(default_factory=set[int])

    def states(self) -> list[State]:
        return [place.state for place in self.places.values()] if self.stands else []

    def counts(self) -> Counts:
        """Return what the person adds to the campaign's numbers."""
        states = self.states()
        if self.stands and (not states or State.COUNTED in states):
            return Counts(1)
        return Counts(held=1) if State.HELD in states else Counts()

    def counts_in(self, guild_id: int) -> Counts:
        """Return what the person adds to a server's numbers."""
        state = self.places[guild_id].state if self.stands and guild_id in self.places else None
        return Counts(int(state is State.COUNTED), int(state is State.HELD))

    def live(self) -> set[int]:
        return {one for one, place in self.places.items() if place.state is not State.SET_ASIDE}

    def aside(self, guild_id: int | None) -> bool:
        return guild_id in self.places and guild_id not in self.live()


@dataclass
class Model:
    """One campaign: its people, and the sums of each day."""

    people: defaultdict[str, Known] = field(default_factory=lambda: defaultdict(Known))
    days: defaultdict[int, dict[SignatureChange, Sum]] = field(
        default_factory=lambda: defaultdict(dict[SignatureChange, Sum])
    )

    def sign(self, name: str, guild_id: int | None, text: SigningText, hour: int) -> Signing:
        known = self.people[name]
        if known.aside(guild_id):
            return Signing.SET_ASIDE
        new_here = guild_id is not None and guild_id not in known.places
        if not known.stands:
            outcome, kind = Signing.SIGNED, SignatureChange.SIGNED
        elif known.text != text:
            outcome, kind = Signing.RENEWED, SignatureChange.RENEWED
        elif new_here:
            outcome, kind = Signing.ATTRIBUTED, SignatureChange.ATTRIBUTED
        else:
            return Signing.ALREADY
        with self._noted(known, kind, hour):
            if outcome is not Signing.ATTRIBUTED:
                known.epoch = known.epoch if known.text else known.erasures
                known.text, known.signed = text, hour
            if not known.stands:
                known.stands, known.changed = True, hour
            if guild_id is not None and new_here:
                known.places[guild_id] = Place(hour)
        return outcome

    def withdraw(self, name: str, guild_id: int | None, hour: int, *, all_: bool) -> Withdrawing:
        known = self.people[name]
        if not known.stands:
            return Withdrawing.ALREADY if known.text else Withdrawing.NOT_SIGNED
        if all_ or known.live() <= {guild_id}:
            with self._noted(known, SignatureChange.WITHDRAWN, hour):
                for gone in known.live():
                    del known.places[gone]
                known.listed.clear()
                known.stands, known.changed = False, hour
                for stays in known.places.values():  # undoing its case brings nothing back
                    if stays.case is not None:
                        stays.before = State.SET_ASIDE
            return Withdrawing.EVERYWHERE
        if guild_id is None or guild_id not in known.live():
            return Withdrawing.NOT_SIGNED
        with self._noted(known, SignatureChange.DETACHED, hour):
            del known.places[guild_id]
            known.listed.discard(guild_id)
        return Withdrawing.HERE

    def list(self, name: str, guild_id: int) -> type[Exception] | None:
        known = self.people[name]
        if known.aside(guild_id):
            return PledgeSetAside
        if not known.stands or guild_id not in known.places:
            return NotSigned
        known.listed.add(guild_id)
        return None

    def unlist(self, name: str, guild_id: int) -> None:
        self.people[name].listed.discard(guild_id)

    def judge(self, name: str, guild_id: int, state: State, hour: int, *, case: int | None) -> bool:
        known = self.people[name]
        place = known.places.get(guild_id)
        if place is None or place.state is state:
            return False
        if not known.stands and state is not State.COUNTED:
            return False
        was_held = place.state is State.HELD
        kind = {
            State.HELD: SignatureChange.HELD,
            State.SET_ASIDE: SignatureChange.SET_ASIDE,
            State.COUNTED: SignatureChange.RELEASED if was_held else SignatureChange.REINSTATED,
        }[state]
        with self._noted(known, kind, hour):
            if not known.stands:
                del known.places[guild_id]
            place.before = None if case is None else place.state
            place.state, place.case = state, case
            if state is State.SET_ASIDE:
                known.listed.discard(guild_id)
        return True

    def erase(self, name: str, hour: int) -> bool:
        known = self.people[name]
        if known.text is None:
            return False
        with self._noted(known, SignatureChange.ERASED, hour):
            known.text, known.stands, known.epoch = None, False, 0
            known.places.clear()
            known.listed.clear()
            known.erasures += 1
        return True

    def lose(self, guild_id: int) -> None:
        """Forget a server; nobody acted, and the campaign counts as before."""
        for known in self.people.values():
            before = known.counts()
            place = known.places.pop(guild_id, None)
            known.listed.discard(guild_id)
            if place is not None and known.counts() != before:
                known.places[FORMER] = Place(known.signed, place.state)
                assert known.counts() == before

    @contextmanager
    def _noted(self, known: Known, kind: SignatureChange, hour: int) -> Generator[None]:
        before = known.counts()
        yield
        day = self.days[hour // HOURS_A_DAY]
        was = day.get(kind, Sum(0, Counts()))
        day[kind] = Sum(was.acts + 1, was.change + known.counts() - before)
