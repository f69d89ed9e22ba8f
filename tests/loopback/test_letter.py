"""The letter over real sockets: pictures arrive, its place survives a kill, nothing is told."""

from __future__ import annotations

from tests.domain.letters import shipped
from tests.loopback.home import Home, assert_calm
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

QUESTION = "men must speak up against zebras"


def passage_in(words: str) -> str:
    """Return the id of the passage that stands on a card."""
    (found,) = [one.id for one in shipped().passages if one.text in words]
    return found


async def test_a_picture_arrives_as_a_file_and_the_bot_still_stops_in_time(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot() as process:
        asked = await loopback.slash("letter quote", member, guild.channel, {"as": "picture"})
        await asked.finished()
        another = await loopback.press(asked.card.button("amh:letter:another:"), member, asked.card)
        await another.finished()
        await process.stop()
    for exchange in (asked, another):
        (picture,) = exchange.files.values()
        assert picture.filename == "quote.png"
        assert picture.content.startswith(b"\x89PNG")
        assert not exchange.refusals
    assert_calm(process)


async def test_the_shuffle_goes_on_after_the_bot_was_killed(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    seen: list[str] = []
    for _ in range(2):
        async with home.bot():
            for _ in range(6):
                asked = await loopback.slash("letter quote", member, guild.channel)
                await asked.finished()
                seen.append(passage_in(asked.said))
    assert len(set(seen)) == 12


async def test_neither_log_nor_file_knows_what_was_asked_or_by_whom(
    loopback: Discord, home: Home, guild: Guild, member: User
) -> None:
    async with home.bot(LOG_LEVEL="debug") as process:
        quoted = await (await loopback.slash("letter quote", member, guild.channel)).finished()
        verified = await loopback.slash("letter verify", member, guild.channel, {"text": QUESTION})
        await verified.finished()
        await process.stop()
    assert "zebras" in verified.said
    stored = b"".join(one.read_bytes() for one in home.database.parent.glob("outreach.sqlite3*"))
    for secret in ("zebras", str(member.id), member.name, str(guild.id), quoted.token):
        assert secret not in process.log
        assert secret.encode() not in stored
    assert passage_in(quoted.said).encode() not in stored
    assert home.ask("SELECT COUNT(*) FROM letter_decks") == [(2,)]
    assert_calm(process)
