"""A board over real sockets: limits are waited for, what is lost is parked, an outage is made good.

Numbers are live in these tests, so that none has to wait for a point of the clock.
"""

from __future__ import annotations

from tests.loopback.home import Home, assert_calm
from tests.loopback.messages import Message
from tests.loopback.process import BotProcess
from tests.loopback.server import Discord
from tests.loopback.world import MANAGE_GUILD, MEMBER_PERMISSIONS, Guild, User

ORGANISER, ANOTHER = User("organiser"), User("another")
BOARD = "/channels/*/messages/*"


async def placed(loopback: Discord, guild: Guild) -> Message:
    """Let two organisers place a board at once; return the one message."""
    both = (ORGANISER, ANOTHER)
    for one in both:
        guild.join(one, permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
    asked = [await loopback.slash("tally board", one, guild.channel) for one in both]
    for one in asked:
        assert "The board of this channel" in (await one.finished()).said
    (board,) = standing(loopback)
    return board


def standing(loopback: Discord) -> list[Message]:
    made = loopback.state.messages.values()
    return [one for one in made if "keeps itself current" in one.text and not one.deleted]


async def sign(home: Home, guild: Guild, number: int) -> None:
    for one in range(number):
        person = User(f"signer-{one}")
        guild.join(person)
        await (await home.sign(person, guild.channel)).finished()


def edits(loopback: Discord) -> list[int]:
    return [
        one.status
        for one in loopback.state.requests
        if one.method == "PATCH" and one.path.startswith("/channels/")
    ]


async def back_again(loopback: Discord, resumed: int) -> None:
    """Cut the connection, and wait until the bot has resumed."""
    await loopback.gateway.drop()
    await loopback.gateway.connected(resumed=resumed)


async def test_an_outage_and_a_limit_are_made_good_by_one_edit_in_the_end(
    loopback: Discord, home: Home, guild: Guild
) -> None:
    async with home.bot(CAMPAIGN_CONFIG=home.live_campaign()) as process:
        board = await placed(loopback, guild)
        await sign(home, guild, 6)
        loopback.limit("PATCH", BOARD, 0.3)
        await back_again(loopback, 1)
        await loopback.wait(lambda: "6 people have signed" in board.text)
        assert edits(loopback) == [429, 200]
        await back_again(loopback, 2)
        asked = await loopback.slash("tally board", ORGANISER, guild.channel)
        assert "has a board already" in (await asked.finished()).said
        assert len(edits(loopback)) == 3, "nothing moved but for the one who asked"
        await process.stop()
    assert len(standing(loopback)) == 1
    assert_calm(process)


async def test_what_is_lost_parks_it_and_a_restart_makes_no_second_one(
    loopback: Discord, home: Home, guild: Guild
) -> None:
    live = home.live_campaign()
    async with home.bot(CAMPAIGN_CONFIG=live) as process:
        board = await placed(loopback, guild)
        await sign(home, guild, 5)
        loopback.refuse("PATCH", BOARD, 403, 50001, "Missing Access")
        await back_again(loopback, 1)
        await loopback.wait(lambda: home.ask("SELECT parked FROM boards") == [(2,)])
        await process.stop()
        assert_parked(process, guild, board)
    async with home.bot(CAMPAIGN_CONFIG=live) as process:
        asked = await (await loopback.slash("tally board", ORGANISER, guild.channel)).finished()
        assert "it is up to date" in asked.said
        assert "5 people have signed" in board.text
        assert home.ask("SELECT parked FROM boards") == [(None,)]
        await sign(home, guild, 1)
        before = edits(loopback)
        loopback.refuse("PATCH", BOARD, 404, 10003, "Unknown Channel")
        await back_again(loopback, loopback.gateway.resumed + 1)
        await loopback.wait(lambda: home.ask("SELECT parked FROM boards") == [(1,)])
        await back_again(loopback, loopback.gateway.resumed + 1)
        await loopback.wait(lambda: home.ask("SELECT parked FROM boards") == [(None,)])
        assert edits(loopback) == [*before, 404, 200], "tried once, and again when Discord is back"
        board.deleted = True
        await back_again(loopback, loopback.gateway.resumed + 1)
        await sign(home, guild, 1)
        await back_again(loopback, loopback.gateway.resumed + 1)
        await loopback.wait(lambda: home.ask("SELECT * FROM boards") == [])
        await process.stop()
    assert standing(loopback) == [], "deleted, it stays deleted"
    assert_calm(process)


def assert_parked(process: BotProcess, guild: Guild, board: Message) -> None:
    assert "a board is not kept current any more" in process.log
    for one in (guild.id, guild.channel.id, board.id):
        assert str(one) not in process.log
    assert_calm(process)
