"""The doctor: checks everything an operator relies on, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.config import ConfigurationFaults, load
from bot.db.engine.protocol import CONNECTIONS
from bot.db.maintenance.inspect import Inspection, inspect_store, sqlite_is_old
from bot.domain.clock import Clock, day_of
from bot.domain.phrases import Phrase
from bot.env_file import ENV_FILE, misspelt
from bot.exits import CannotStart, typed
from bot.services import COMMAND_IDS
from bot.services.doctor import (
    discord_side,
    encryption,
    machine,
    scheduled,
    secrecy,
    support_page,
)
from bot.services.doctor.commands import COMMANDS_HELD
from bot.services.doctor.findings import Finding, Mark, mend, ok, unseen
from bot.services.reports import ProblemReports, reports_file
from bot.settings import NAMES, Settings

__all__ = ["DoctorContext", "Finding", "Mark", "crowded", "examine"]


CONTAINER: Final = (
    "whether the database outlives this container, for it lies on no volume: mount one and let "
    "DATABASE_URL name a file on it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorContext:
    """What the doctor needs to know from its caller.

    Attributes:
        phrases: every phrase that the configuration has to have words for.
        permissions: the permission bits that the bot needs in a server.
        names_of: turns permission bits into Discord's names for them.
        api: the base address of Discord's HTTP API.
    """

    phrases: Mapping[str, Phrase]
    permissions: int
    names_of: Callable[[int], list[str]]
    api: str
    clock: Clock


async def examine(settings: Settings, context: DoctorContext) -> AsyncIterator[Finding]:
    """Look at everything in turn; each finding comes as soon as it is known.

    It takes no lock and writes nothing, so it works while the bot runs.
    """
    for finding in (*_configuration(settings, context), *_settings(settings)):
        yield finding
    inspection, findings = await _store(settings)
    for finding in (*findings, *_secret_and_files(settings, inspection)):
        yield finding
    for finding in scheduled.examine(settings, context.clock):
        yield finding
    for finding in machine.at_work(settings.lock_file, context.clock):
        yield finding
    seen = await _discord(settings, context, inspection)
    for finding in (*seen.findings, *machine.clock(context.clock, discord_says=seen.date)):
        yield finding


def _configuration(settings: Settings, context: DoctorContext) -> list[Finding]:
    try:
        configuration = load(settings.campaign_config, context.phrases)
    except ConfigurationFaults as faults:
        return [mend("configuration", str(fault)) for fault in faults.faults]
    reports = ProblemReports(reports_file(settings.database_url.get_secret_value()))
    today = day_of(context.clock())
    return [
        ok("configuration", f"{settings.campaign_config} is valid"),
        *support_page.examine(configuration.directory, reports, today),
    ]


def _settings(settings: Settings) -> Iterator[Finding]:
    for name, meant in misspelt(NAMES).items():
        yield mend("settings", f"{ENV_FILE} sets {name}, which does nothing: write {meant}")
    yield from machine.modes([ENV_FILE])
    try:
        settings.refuse_ephemeral_disk()
    except CannotStart as refusal:
        yield mend("settings", refusal.sentence)
    if settings.goes_with_the_container:
        yield unseen("disk", CONTAINER)


async def _store(settings: Settings) -> tuple[Inspection | None, list[Finding]]:
    try:
        found = await inspect_store(settings.database_url.get_secret_value())
    except CannotStart as refusal:
        return None, [mend("database", refusal.sentence)]
    if found is None:
        return Inspection(engine="none"), [ok("database", "not made yet: the first start makes it")]
    return found, [*_closed(found), *crowded(found), *_inspected(found)]


def _closed(found: Inspection) -> Iterator[Finding]:
    if found.read_only:
        yield mend(
            "database",
            "it takes no changes: the server only copies another one, or its host has closed it "
            "for changes, as some do when its disk is full",
        )


def crowded(found: Inspection) -> Iterator[Finding]:
    """Yield a finding where a server allows too few connections at once."""
    if found.connections is not None and found.connections < CONNECTIONS:
        yield mend(
            "database",
            f"its server allows {found.connections} connections at once, and the bot takes "
            f"{CONNECTIONS}: raise the limit of the user or of the database",
        )


def _inspected(found: Inspection) -> Iterator[Finding]:
    for broken in found.damage:
        yield mend("database", f"{broken}: restore a backup")
    for left in found.leftovers:
        yield mend(
            "interrupted copy",
            f"{left} holds pledges, left by a backup, a restore or a migration that was ended: "
            "the next one removes it, and so does the next start",
        )
    if not found.current:
        yield mend(
            "database",
            f"{found.engine} has schema {found.revision or 'none'}, this release needs "
            f"{found.needed}: run {typed('migrate')}, or the release that made it",
        )
        return
    for difference in found.schema_differences:
        yield mend("database", f"it is not as schema {found.revision} is made: {difference}")
    if found.schema_differences:
        yield unseen("numbers", "whether they are right: restore a backup, or begin a new database")
        return
    if not found.damage:
        yield ok("database", f"{found.engine} answers and is whole, with schema {found.revision}")
    if found.engine.startswith("SQLite") and sqlite_is_old():
        yield ok(
            "database",
            "this SQLite is older than 3.51.3, in which a rare fault with two writing programs is "
            "mended: let no program but the bot write to the file",
        )
    for difference in found.wrong_numbers:
        yield mend("numbers", f"{difference}: stop the bot and run {typed('recount')}")
    if not found.wrong_numbers:
        yield ok("numbers", "every counter equals the rows it counts")


def _secret_and_files(settings: Settings, inspection: Inspection | None) -> Iterator[Finding]:
    yield from secrecy.kept_apart(
        settings,
        remembered=inspection.secret if inspection else None,
    )
    file = settings.sqlite_file
    if file is None:
        yield unseen("encryption at rest", "the database server's disk: ask its host")
        return
    if machine.is_there(file.parent):
        for old in sorted(file.parent.glob(f"{file.name}.before-restore-*")):
            yield mend("restore", f"{old} holds people who may have been erased since: delete it")
    if machine.is_there(file):
        files = [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]
        yield from machine.modes(files)
        yield from machine.writable(files)
    yield machine.free_space(file.parent)
    yield encryption.at_rest(machine.existing(file.parent))


async def _discord(
    settings: Settings, context: DoctorContext, inspection: Inspection | None
) -> discord_side.Seen:
    if settings.discord_token is None:
        return discord_side.Seen(
            (unseen("Discord", "anything of it, without DISCORD_TOKEN in .env"),)
        )
    sent = inspection.facts.get(COMMAND_IDS) if inspection else None
    wanted = discord_side.Wanted(
        permissions=context.permissions,
        names_of=context.names_of,
        command_ids=json.loads(sent) if sent else None,
        commands_held=inspection.facts.get(COMMANDS_HELD) if inspection else None,
    )
    return await discord_side.examine(settings.token(), wanted, base=context.api)
