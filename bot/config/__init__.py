"""The configuration: files that a campaigner edits, loaded whole or refused with every fault."""

from __future__ import annotations

from bot.config.catalogue import Catalogue
from bot.config.load import (
    COMPLETE,
    DIRECTORIES,
    FRAGMENTS,
    FROM_PRESS,
    IN_DANGER,
    INCOMPLETE,
    NAMED,
    NO_DANGER,
    NO_LETTER,
    NO_SUPPORT,
    NOTES,
    ONE_LANGUAGE,
    PARTLY_TRANSLATED,
    SEVERAL_LANGUAGES,
    SIGNATORIES,
    Configuration,
    at_pledge_texts,
    attention,
    load,
    misnamed,
    missing,
    speaking,
    undrawable,
)
from bot.config.models.campaign import Campaign, Dates, Goal, Link, PledgeText
from bot.config.models.values import Localised
from bot.config.schemas import schemas, write_schemas
from bot.config.untranslated import said_instead, untranslated
from bot.config.yaml.faults import ConfigurationFaults, Fault
from bot.config.yaml.remarks import EXAMPLE_PASSAGES

__all__ = [
    "COMPLETE",
    "DIRECTORIES",
    "EXAMPLE_PASSAGES",
    "FRAGMENTS",
    "FROM_PRESS",
    "INCOMPLETE",
    "IN_DANGER",
    "NAMED",
    "NOTES",
    "NO_DANGER",
    "NO_LETTER",
    "NO_SUPPORT",
    "ONE_LANGUAGE",
    "PARTLY_TRANSLATED",
    "SEVERAL_LANGUAGES",
    "SIGNATORIES",
    "Campaign",
    "Catalogue",
    "Configuration",
    "ConfigurationFaults",
    "Dates",
    "Fault",
    "Goal",
    "Link",
    "Localised",
    "PledgeText",
    "at_pledge_texts",
    "attention",
    "load",
    "misnamed",
    "missing",
    "said_instead",
    "schemas",
    "speaking",
    "undrawable",
    "untranslated",
    "write_schemas",
]
