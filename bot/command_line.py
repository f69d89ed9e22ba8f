"""The command line: every command ends in its own words and with its own exit code."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import Final

import click

from bot.config import load, write_schemas
from bot.db import Accepted, BackupReport, migrate_database, open_database
from bot.db import backup as back_up
from bot.db import recount as count_anew
from bot.db import restore as put_back
from bot.domain.clock import system_clock
from bot.exits import CannotStart, Exit
from bot.health import Health, answering, maintenance
from bot.interactions.connection.admission import Admission
from bot.interactions.connection.starts import SessionStarts
from bot.interactions.sync import Sync
from bot.invitation import invitation
from bot.log import Wait, told_when_slow
from bot.messages import Messages
from bot.new_campaign.command import new
from bot.outreach import OutreachBot, build_services, phrases
from bot.preview.command import preview
from bot.rehearsal import PORT, run_rehearsal
from bot.running import (
    on_a_fast_loop,
    say_starting,
    serve,
    stop_when_asked,
    unless_stopped,
)
from bot.secret_file import has_secret, signer_secret
from bot.services import Services
from bot.services.doctor.sign_of_life import giving_signs
from bot.services.unlocking import remember_secret, secret_to_migrate, secret_to_run
from bot.settings import Settings
from bot.terminal.checking import check
from bot.terminal.configured import configured
from bot.terminal.examination import doctor
from bot.terminal.moderation import moderation
from bot.tryout.command import tryout

DATA: Final = Path("data")
"""Where the rehearsal keeps a store of its own."""


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Carry a pledge campaign into Discord, and look after it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@main.command()
@click.option("--no-migrate", is_flag=True, help="Refuse to start on an older schema.")
@click.option("--sync", is_flag=True, help="Send the commands to Discord even if unchanged.")
@configured
def run(settings: Settings, *, no_migrate: bool, sync: bool) -> None:
    """Run the bot on Discord until Ctrl-C or SIGTERM."""
    settings.refuse_ephemeral_disk()
    settings.token()
    policy = Sync.ALWAYS if sync else Sync.WHEN_CHANGED
    on_a_fast_loop(_run(settings, migrate=not no_migrate, policy=policy))


async def _run(settings: Settings, *, migrate: bool, policy: Sync) -> None:
    """Resources outside, the bot inside: leaving closes them in the opposite order."""
    stop = stop_when_asked()
    configuration = load(settings.campaign_config, phrases())
    url = settings.database_url.get_secret_value()
    health = Health(system_clock)
    health.stopping = stop.is_set
    async with AsyncExitStack() as resources:
        told = answering(health, host=settings.health_host, port=settings.port)
        await resources.enter_async_context(told)

        async def opened() -> Services:
            secret = await secret_to_run(settings)
            store = open_database(url, migrate=migrate, secret=secret)
            database = await resources.enter_async_context(store)
            await remember_secret(database.meta, secret)
            services = build_services(configuration, database, secret=secret, clock=system_clock)
            upkeep = maintenance(settings, secret, services, health, stop)
            await resources.enter_async_context(upkeep)
            return services

        with told_when_slow(Wait.DATABASE):
            services = await unless_stopped(opened(), stop)
        if services is not None:
            await _serve(settings, services, health, policy=policy, stop=stop)


async def _serve(
    settings: Settings, services: Services, health: Health, *, policy: Sync, stop: asyncio.Event
) -> None:
    """Serve on Discord until `stop` is set, with one bot after another; `health` watches each."""
    messages = Messages.of(services.configuration)
    # said once, however often Discord lets the bot in as far as that
    starting = cache(partial(say_starting, settings, services.configuration.campaign.id))
    starts, admission = SessionStarts(), Admission()
    health.rushes = admission.rushes

    def make_bot() -> OutreachBot:
        bot = OutreachBot(
            services,
            messages,
            sync=policy,
            starting=starting,
            starts=starts,
            admission=admission,
        )
        health.watch(bot, lambda: bot.served)
        return bot

    with nullcontext() if settings.lock_file is None else giving_signs(settings.lock_file):
        await serve(make_bot, settings.token(), stop)


@main.command()
@click.option("--script", is_flag=True, help="Play a visit and print it; needs no browser.")
@click.option("--port", type=click.IntRange(1, 65535), help="Where the page is served.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--fresh", is_flag=True, help="Forget earlier rehearsals.")
@configured
def rehearse(
    settings: Settings, *, script: bool, port: int | None, no_browser: bool, fresh: bool
) -> None:
    """Run the real bot on a local stage, in your browser, without Discord."""
    code = run_rehearsal(
        config_root=settings.campaign_config,
        data_dir=DATA,
        port=port or settings.port or PORT,
        open_browser=not no_browser,
        fresh=fresh,
        script=script,
    )
    sys.exit(code)


@main.command()
@configured
def migrate(settings: Settings) -> None:
    """Bring the database to this release's schema."""
    settings.refuse_ephemeral_disk()
    asyncio.run(_migrate(settings))
    click.echo("the database has this release's schema")


async def _migrate(settings: Settings) -> None:
    secret = await secret_to_migrate(settings)
    await migrate_database(settings.database_url.get_secret_value(), secret=secret)


main.add_command(check)
main.add_command(preview)
main.add_command(doctor)
main.add_command(moderation)
main.add_command(new)
main.add_command(tryout)


@main.command()
@configured
def schema(settings: Settings) -> None:
    """Write the JSON Schemas that let an editor complete and check the configuration."""
    folder = settings.campaign_config / "schema"
    try:
        write_schemas(folder, phrases())
    except OSError as fault:
        sentence = f"The schemas cannot be written into {folder} ({fault.strerror})."
        raise CannotStart(sentence, Exit.CONFIGURATION) from None
    click.echo(f"the schemas are in {folder}")


@main.command()
@click.option("--personal", is_flag=True, help="The link that adds it to one's own account.")
@configured
def invite(settings: Settings, *, personal: bool) -> None:
    """Print the link that adds the bot to a server, with exactly the permissions it uses."""
    click.echo(invitation(settings.token(), personal=personal))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, resolve_path=True, readable=False))
@configured
def backup(settings: Settings, *, file: Path) -> None:
    """Write a checked copy of the database to a new FILE, while the bot runs."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        sentence = f"The folder {file.parent} cannot be made ({fault.strerror})."
        raise CannotStart(sentence, Exit.BACKUP) from None
    made = asyncio.run(_back_up(settings, file))
    click.echo(f"{made.path}: {made.counted:,} pledges, {made.size // 1024:,} KB, checked")
    click.echo("Keep the signer secret apart from it: together they tell who signed.")
    for problem in made.problems:
        click.echo(f"The numbers are not right: {problem}.", err=True)


async def _back_up(settings: Settings, file: Path) -> BackupReport:
    secret = await secret_to_migrate(settings)
    return await back_up(settings.database_url.get_secret_value(), file, secret=secret)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, resolve_path=True, readable=False))
@click.option(
    "--accept-lost-erasures",
    is_flag=True,
    help="Restore even if nobody knows any more who asked to be erased since.",
)
@click.option(
    "--accept-unproven",
    is_flag=True,
    help="Restore even if nothing proves that it is what this bot wrote.",
)
@click.option(
    "--accept-wrong-numbers",
    is_flag=True,
    help="Restore the rows and count them anew even if the numbers are others.",
)
@configured
def restore(
    settings: Settings,
    *,
    file: Path,
    accept_lost_erasures: bool,
    accept_unproven: bool,
    accept_wrong_numbers: bool,
) -> None:
    """Put the backup in FILE in the place of the database; stop the bot before."""
    settings.refuse_ephemeral_disk()
    accepted = Accepted(
        lost_erasures=accept_lost_erasures,
        unproven=accept_unproven,
        wrong_numbers=accept_wrong_numbers,
    )
    secret = None
    if has_secret(settings):
        secret = signer_secret(settings, remembered=None, may_make=False)
    url = settings.database_url.get_secret_value()
    done = asyncio.run(put_back(url, file, secret=secret, accepted=accepted))
    click.echo(f"restored: {done.counted:,} pledges count now")
    if done.erased_again:
        click.echo(f"erased again, as they had asked since the backup: {done.erased_again:,}")
    if done.kept:
        click.echo(f"The database from before is {done.kept}: delete it when all is well.")
    for problem in done.mended:
        click.echo(f"Counted anew, as the backup's numbers were not right: {problem}.", err=True)


@main.command()
@configured
def recount(settings: Settings) -> None:
    """Count every number anew from the pledges, and say what was wrong; stop the bot before."""
    url = settings.database_url.get_secret_value()
    for difference in asyncio.run(count_anew(url, clock=system_clock)):
        click.echo(f"counted anew: {difference}")
    click.echo("every number is what its pledges come to")
