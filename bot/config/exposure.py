"""What the rules of publishing in `campaign.yaml` give away, for whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config.model_file import ParsedFile
from bot.config.models.campaign import Campaign, PublishCampaign, PublishServers
from bot.config.yaml.faults import Fault

_CAMPAIGN_LIVE = (
    "shows each change at once: whoever watches the number learns when someone signs, and beside a "
    "server of their own whether that person had signed elsewhere before"
)
_CAMPAIGN_EXACT = (
    "publishes every change, however small, each time the clock is due: whoever watches the number "
    "learns that someone signed where nobody else did meanwhile, and beside a server of their own "
    "whether that person had signed elsewhere before"
)
_SERVER_LIVE = (
    "shows each change at once: whoever watches a server’s number learns when someone signs or "
    "withdraws there"
)
_SERVER_EXACT = (
    "publishes every change, however small, each time the clock is due: whoever watches a server’s "
    "number learns that someone signed or withdrew there where nobody else did meanwhile"
)


def exposed(parsed: ParsedFile[Campaign]) -> Iterator[Fault]:
    """Yield what is valid and yet lets people be told apart by watching the numbers."""
    rules = parsed.value.tally
    for name, rule in (("publish", rules.publish), ("servers", rules.servers)):
        if sentence := _given_away(rule):
            yield parsed.document.at_key(_place(parsed, name), sentence, key=("tally", name))


def _given_away(rule: PublishCampaign) -> str | None:
    servers = isinstance(rule, PublishServers)
    if rule.rule.live:
        return _SERVER_LIVE if servers else _CAMPAIGN_LIVE
    if rule.at_least == 1:
        return _SERVER_EXACT if servers else _CAMPAIGN_EXACT
    protecting = type(rule)().at_least  # the default is what points at nobody
    if rule.at_least < protecting:
        return (
            f"moves for {rule.at_least} people, fewer than {protecting}: whoever knows of all but "
            "one of them learns whether that one signed as well"
        )
    return None


def _place(parsed: ParsedFile[Campaign], name: str) -> tuple[str, ...]:
    where = ("tally", name)
    return where if parsed.document.holds(where) else ()
