"""What the bot declines, each as a class named after the fact and worded by one key."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """An expected outcome that is not what was asked for; `report()` words it for the member.

    Attributes:
        key: the `feature.sentence` key of its words in the catalogue.
        values: what fills the placeholders of those words.
    """

    key: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.values = values


class CampaignClosed(Refusal):
    """The campaign takes no signatures any more."""

    key = "errors.campaign_closed"


class CampaignNotOpen(Refusal):
    """The campaign takes no signatures yet."""

    key = "errors.campaign_not_open"


class TextChanged(Refusal):
    """The text on the pressed card is not the campaign's text any more."""

    key = "errors.text_changed"


class NotSigned(Refusal):
    """The member has no pledge that this could apply to."""

    key = "errors.not_signed"


class PledgeInvalidated(Refusal):
    """A moderator set this pledge aside, so it can be neither signed again nor listed."""

    key = "errors.pledge_invalidated"


class FeatureOff(Refusal):
    """The moderators of this server switched the feature off."""

    key = "errors.feature_off"


class NotAllowed(Refusal):
    """The presser lacks the right that this needs, looked up at the press."""

    key = "errors.not_allowed"


class ChannelResting(Refusal):
    """The letter was quoted in this channel a moment ago; the next quotation waits."""

    key = "errors.channel_resting"


class OutdatedControl(Refusal):
    """A button, menu or form that this release does not know."""

    key = "errors.outdated_control"


class NothingRecorded(Refusal):
    """The store could not take the change and certainly did not keep it."""

    key = "errors.nothing_recorded"


class Stopping(Refusal):
    """The bot is on its way down, usually to come back at once."""

    key = "errors.stopping"


class StoreUnreadable(Refusal):
    """The store could not be read just now."""

    key = "errors.store_unreadable"


class OutcomeUnknown(Refusal):
    """The store was lost while it confirmed: kept or not. Asking again is harmless."""

    key = "errors.outcome_unknown"
