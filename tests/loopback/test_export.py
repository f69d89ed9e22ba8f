"""An export over real sockets: its files arrive as they were written, and in a DM there is none."""

from __future__ import annotations

from tests.cogs.export.taken import rows
from tests.loopback.exchange import Exchange, Kind
from tests.loopback.home import Home, assert_calm
from tests.loopback.interactions import interaction
from tests.loopback.server import Discord
from tests.loopback.world import MANAGE_GUILD, MEMBER_PERMISSIONS, Guild, Json, User

ORGANISER = User("organiser")


async def in_a_dm(loopback: Discord, root: str, name: str) -> Exchange:
    """Use a command in a direct message where Discord offers none, as a changed client would."""
    (registered,) = [one for one in loopback.state.commands if one["name"] == root]
    channel = loopback.state.private_channel(ORGANISER)
    options: list[Json] = [{"type": 1, "name": name}]
    data: Json = {"id": registered["id"], "name": root, "type": 1, "options": options}
    payload = interaction(loopback.state, Kind.COMMAND, ORGANISER, channel, data)
    return await loopback.begin(Exchange(payload, ORGANISER, channel))


async def test_files_arrive_whole_and_a_dm_gets_a_sentence(
    loopback: Discord, home: Home, guild: Guild
) -> None:
    guild.join(ORGANISER, permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
    async with home.bot(CAMPAIGN_CONFIG=home.live_campaign()) as process:
        elsewhere = await (await in_a_dm(loopback, "tally", "export")).finished()
        assert "An export is of a server" in elsewhere.said
        assert home.ask("SELECT * FROM moderation_log") == []
        for one in range(6):
            person = User(f"signer-{one}")
            guild.join(person)
            await (await home.sign(person, guild.channel)).finished()
        asked = await (await loopback.slash("tally export", ORGANISER, guild.channel)).finished()
        assert "Published numbers of 1 day" in asked.said
        (message,) = asked.visible
        assert message.ephemeral
        names = [one.filename.partition("-")[2].partition("-")[0] for one in message.files]
        assert names == ["days", "changes"]
        _, day = rows(message.files[0].content)
        assert day[1:] == ["6", "6", "", ""]
        ((actor, kind, after),) = home.ask("SELECT actor, kind, after FROM moderation_log")
        assert (actor, kind, after) == (ORGANISER.id, 2, '{"days": 1, "members": 0}')
        await process.stop()
    assert str(ORGANISER.id) not in process.log
    assert_calm(process)
