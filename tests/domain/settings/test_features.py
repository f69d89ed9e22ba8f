"""What a server switched off is off in every way in, and the ways out stay open."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.refusals import FeatureOff, ListingNotOffered, SigningPaused
from bot.domain.settings import Feature, Posters, Posting, ServerSettings, Use
from bot.domain.settings.features import finer_actions, needs, needs_settings
from bot.interactions.cog import FeatureCog
from bot.outreach import cogs_of, features

ALL_OFF = ServerSettings(
    features_off=frozenset(Feature), signing_paused=True, listing_offered=False
)


def uses_of(cog: type[FeatureCog], feature: str) -> set[Use]:
    """Return everything that one can do with a cog."""
    names = {*cog.presses, *cog.menus}
    for command in cog.declared_commands():
        names |= {one.name for one in getattr(command, "commands", (command,))}
    return {Use(feature, name) for name in names}


def test_every_action_that_is_named_is_one_of_its_cog() -> None:
    there = {use for one in features() for cog in cogs_of(one) for use in uses_of(cog, one)}
    assert finer_actions() <= there


@pytest.mark.parametrize("feature", ["privacy", "help", "campaign"])
def test_no_server_can_switch_these_off(feature: str) -> None:
    for cog in cogs_of(feature):
        for use in uses_of(cog, feature):
            assert ALL_OFF.refusal(use) is None
            assert needs_settings(use) is (feature == "campaign")  # for a server's own words


def test_help_is_found_without_a_look_at_the_settings() -> None:
    sharing = {"share", "share_yes", "reply_yes"}
    for cog in cogs_of("resources"):
        for use in uses_of(cog, "resources"):
            assert needs_settings(use) is (use.action in sharing), use


def test_one_can_always_look_at_a_pledge_and_take_it_back() -> None:
    for action in ("mine", "withdraw", "leave", "keep", "unlist"):
        assert ALL_OFF.allows("pledge", action), action
    for action in ("sign", "confirm", "list", "list_yes", "wall"):
        assert not ALL_OFF.allows("pledge", action), action


@pytest.mark.parametrize(
    ("off", "use"),
    [
        (Feature.PLEDGE, Use("pledge", "sign")),
        (Feature.WALL, Use("pledge", "wall")),
        (Feature.WALL, Use("pledge", "list_yes")),
        (Feature.LETTER, Use("letter", "read")),
        (Feature.QUOTING, Use("letter", "post")),
        (Feature.QUOTING, Use("letter", "Quote the letter")),
        (Feature.PICTURES, Use("letter", "quote", "picture")),
        (Feature.PICTURES, Use("letter", "post", "picture")),
        (Feature.TALLY, Use("tally", "post")),
        (Feature.SHARING, Use("resources", "reply_yes")),
    ],
)
def test_each_feature_is_off_by_itself(off: Feature, use: Use) -> None:
    assert isinstance(ServerSettings(features_off=frozenset({off})).refusal(use), FeatureOff)
    others = frozenset(Feature) - needs(use)
    assert ServerSettings(features_off=others).refusal(use) is None


def test_a_passage_as_text_needs_no_pictures() -> None:
    settings = ServerSettings(features_off=frozenset({Feature.PICTURES}))
    for action, form in product(("quote", "another", "post"), ("text", "")):
        assert settings.allows("letter", action, form)


def test_a_pause_and_a_wall_without_listing_say_so() -> None:
    paused = ServerSettings(signing_paused=True)
    unlisted = ServerSettings(listing_offered=False)
    for action in ("sign", "confirm"):
        for form in ("", "1"):  # a custom_id goes on with arguments
            assert isinstance(paused.refusal(Use("pledge", action, form)), SigningPaused)
        assert unlisted.allows("pledge", action)
    for action in ("list", "list_yes"):
        assert isinstance(unlisted.refusal(Use("pledge", action)), ListingNotOffered)
        assert paused.allows("pledge", action)
    for settings in (paused, unlisted):
        assert settings.allows("pledge", "wall")
        assert settings.allows("pledge", "unlist")


@pytest.mark.parametrize("members", [True, False])
def test_who_may_post_is_asked_for_each_kind_of_post(members: bool) -> None:
    general = Posters.MEMBERS if members else Posters.ORGANISERS
    settings = ServerSettings(members_may_post=members)
    assert {settings.posters(one) for one in Posting} == {general}
    settings = ServerSettings(
        members_may_post=members, letter_posting=Posters.MEMBERS, sharing=Posters.NOBODY
    )
    assert settings.posters(Posting.CARD) is general
    assert settings.posters(Posting.LETTER) is Posters.MEMBERS
    assert settings.posters(Posting.SUPPORT) is Posters.NOBODY
