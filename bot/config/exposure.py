"""What the rules of publishing in `campaign.yaml` give away, for whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config.model_file import ParsedFile
from bot.config.models.campaign import Campaign, PublishCampaign
from bot.config.yaml.faults import Fault

_LEAST = {"publish": 3, "servers": 5}
"""From so many people on a publication points at nobody, as the defaults have it."""


def exposed(parsed: ParsedFile[Campaign]) -> Iterator[Fault]:
    """Yield what is valid and yet lets people be told apart by watching the numbers."""
    rules = parsed.value.tally
    for name, rule in (("publish", rules.publish), ("servers", rules.servers)):
        if sentence := _given_away(rule, _LEAST[name]):
            yield parsed.document.at_key(_place(parsed, name), sentence, key=("tally", name))


def _given_away(rule: PublishCampaign, least: int) -> str | None:
    if rule.every_minutes == 0:
        return (
            "shows each change at once: whoever watches the number learns when someone signs, and "
            "beside a server of their own whether that person had signed elsewhere before"
        )
    if rule.at_least < least:
        return (
            f"may move the number by fewer than {least} people: whoever knows when someone signed "
            "can tell that it was that person"
        )
    return None


def _place(parsed: ParsedFile[Campaign], name: str) -> tuple[str, ...]:
    where = ("tally", name)
    return where if parsed.document.holds(where) else ()
