"""Run `python -m bot` against a Discord on this machine, for tests and benchmarks alone.

`python -m tests.loopback.launch --api URL --gateway URL -- run …`: no environment variable and no
setting can point the bot itself away from Discord, so what must be replaced is replaced here.
"""

from __future__ import annotations

import click
import discord.gateway
import discord.http
import yarl


def point_at(api: str, gateway: str) -> None:
    """Let discord.py of this process speak to another place than Discord."""
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


def tell_each(seconds: float) -> None:
    """Let moderators be told of a raid sooner than the ten minutes that this may take."""
    from cogs.moderation.notices import RaidNotices

    RaidNotices.often.change_interval(seconds=seconds)


@click.command()
@click.option("--api", required=True, help="Where the HTTP API is.")
@click.option("--gateway", required=True, help="Where the gateway is.")
@click.option("--telling", type=float, help="The seconds after which moderators are told again.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def launch(api: str, gateway: str, telling: float | None, arguments: tuple[str, ...]) -> None:
    """Run the bot's own command line with ARGUMENTS, after `--`."""
    point_at(api, gateway)
    from bot.command_line import main  # only now: nothing of the bot may see the real address

    if telling is not None:
        tell_each(telling)
    main(args=list(arguments), prog_name="python -m bot")


if __name__ == "__main__":
    launch()
