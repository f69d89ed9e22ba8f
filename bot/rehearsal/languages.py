"""The language of each person and of each server on the stage, as Discord would tell the bot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import discord
import simcord

from bot.messages import Messages, babel_locale
from bot.rehearsal.world import World

DEFAULT: Final = "en-US"


class Languages:
    """Who speaks which language, by the keys of people and servers; `default` for all others."""

    def __init__(self, chosen: Mapping[str, str] | None = None, default: str = DEFAULT) -> None:
        self.chosen: dict[str, str] = dict(chosen or {})
        self.default = default

    @classmethod
    def read(cls, kept: str | None) -> Languages:
        """Return what was kept by `written`, or that nothing was chosen yet."""
        if kept is None:
            return cls()
        found = json.loads(kept)
        return cls(found["chosen"], found["default"])

    def written(self) -> str:
        """Return everything in one line, to be kept."""
        return json.dumps({"chosen": self.chosen, "default": self.default}, sort_keys=True)

    def of(self, key: str) -> str:
        """Return Discord's code of the language of a person or a server."""
        return self.chosen.get(key, self.default)

    def speak(self, env: simcord.Env, world: World) -> None:
        """Let every interaction carry these languages, and every server have its own.

        The simulator itself says `en-US` of everyone. Its listeners are told in their order, and
        what the first adds to an event, the bot's own reads.
        """
        people = {
            str(actor.id): key
            for room in world.rooms.values()
            for key, actor in room.actors.items()
        }
        servers = {str(one.guild.id): one.plan.key for one in world.servers}

        def hear(event: str, payload: Any) -> None:
            if event != "INTERACTION_CREATE":
                return
            user = payload["member"]["user"] if "member" in payload else payload["user"]
            payload["locale"] = self.of(people.get(str(user["id"]), ""))
            if "guild_id" in payload:
                payload["guild_locale"] = self.of(servers[str(payload["guild_id"])])

        env.backend.subscribers.insert(0, hear)

    def tell_servers(self, env: simcord.Env, world: World) -> None:
        """Give each server its language, by which the bot posts of its own accord."""
        for server in world.servers:
            locale = self.of(server.plan.key)
            env.backend.edit_guild(server.guild.id, {"preferred_locale": locale})


def offered(messages: Messages) -> dict[str, str]:
    """Return Discord's codes of the languages that a campaign speaks, and their own names."""
    spoken = [str(one) for one in discord.Locale if messages.speaks(str(one))]
    names = {one: babel_locale(one) for one in spoken}
    return {one: locale.get_display_name(locale) or one for one, locale in names.items()}
