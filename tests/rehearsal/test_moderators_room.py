"""What the bot has to say to moderators can be said in their own room."""

from __future__ import annotations

from bot.rehearsal.stage import Stage
from cogs.moderation.words import NOTICE_TITLE


async def test_a_raid_is_told_in_the_moderators_room_once_it_was_chosen(stage: Stage) -> None:
    server = stage.world.servers[0]
    channel = stage.world.rooms["riverside-moderators"].channel
    await stage.must_run().services.servers.change(
        guild_id=server.guild.id,
        actor=server.guild.owner.id,
        key="log_channel",
        value=channel.id,
    )
    await stage.send_raid(18)
    await stage.let_pass(hours=1)
    told = [str(message.components) for message in channel.history()]
    assert len(told) == 1
    assert stage.must_run().bot.messages.voice()(NOTICE_TITLE) in told[0]
