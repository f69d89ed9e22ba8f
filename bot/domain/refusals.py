"""What the bot declines: one class is one fact, and carries the one sentence that says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from bot.domain.phrases import LABEL, Phrase, phrase
from bot.domain.sentences import PAUSED

_ALL: list[type[Refusal]] = []
_CASES: Final = phrase("moderation.cases_button", limit=LABEL)


class Refusal(Exception):
    """An expected outcome that is not what was asked for; `report()` words it for the member.

    A refusal without words cannot be written: `class X(Refusal, phrase=phrase("errors.x"))`.

    Attributes:
        phrase: what is said, from the catalogue.
        phrases: that, and what is said after it, whoever words the first.
        values: what fills the placeholders of the phrase.
    """

    phrase: ClassVar[Phrase]
    phrases: ClassVar[tuple[Phrase, ...]]

    def __init_subclass__(cls, *, phrase: Phrase, then: Phrase | None = None) -> None:
        super().__init_subclass__()
        cls.phrase = phrase
        cls.phrases = (phrase, then) if then else (phrase,)
        _ALL.append(cls)

    def __init__(self, **values: object) -> None:
        if values.keys() != self.phrase.asked:
            raise TypeError(f"{type(self).__name__} needs {sorted(self.phrase.asked)}")
        super().__init__(type(self).__name__)
        self.values = values


def refusals() -> list[type[Refusal]]:
    """Return every refusal there is, so that each one's words can be asked for."""
    return list(_ALL)


class CampaignClosed(Refusal, phrase=phrase("errors.campaign_closed", "closed_on")):
    """The campaign takes no signatures any more."""


class CampaignNotOpen(Refusal, phrase=phrase("errors.campaign_not_open", "opens_on")):
    """The campaign takes no signatures yet."""


SIGNING_STATES: Final[Mapping[type[Refusal], Phrase]] = {
    CampaignClosed: phrase("tally.closed", "closed_on"),
    CampaignNotOpen: phrase("tally.not_open", "opens_on"),
}
"""What a card says, beside other things, of signing that has ended or has yet to begin."""


class TextChanged(Refusal, phrase=phrase("errors.text_changed")):
    """The text on the pressed card is not the campaign's text any more."""


class NotSigned(Refusal, phrase=phrase("errors.not_signed")):
    """The member has no pledge that this could apply to."""


class PledgeSetAside(Refusal, phrase=phrase("errors.pledge_set_aside")):
    """A moderator of this server set the signature aside: it is neither signed again nor listed."""


class TakenOffWall(Refusal, phrase=phrase("errors.taken_off_wall")):
    """Moderators of this server took the member off its wall: they cannot be listed there."""


class NotOnWall(Refusal, phrase=phrase("errors.not_on_wall")):
    """Whoever should come off the wall does not stand on it, or not any more."""


class SignedTooOften(Refusal, phrase=phrase("errors.signed_too_often", "until")):
    """The member has signed and withdrawn several times within the hour; signing again waits."""


class FeatureOff(Refusal, phrase=phrase("errors.feature_off")):
    """The moderators of this server switched the feature off."""


class NotInCampaign(Refusal, phrase=phrase("errors.not_in_campaign")):
    """The campaign does not have this, or not any more: its folder lacks the file for it."""


class SigningPaused(
    Refusal,
    phrase=PAUSED,
    then=phrase("errors.signing_paused_kept"),
):
    """The moderators of this server take no signatures for now; what became of it is said too."""


class ListingNotOffered(Refusal, phrase=phrase("errors.listing_not_offered")):
    """The moderators of this server do not offer to be listed; coming off stays possible."""


class NotAllowed(Refusal, phrase=phrase("errors.not_allowed")):
    """The presser lacks the right that this needs, looked up at the press."""


class OrganisersOnly(NotAllowed, phrase=phrase("errors.organisers_only")):
    """Who organises here may post this, and the presser does not."""


class MayNotWrite(NotAllowed, phrase=phrase("errors.may_not_write")):
    """The presser may not write in the channel, and so not post in it either."""


class ServerOnly(Refusal, phrase=phrase("errors.server_only")):
    """It belongs to a server in which the bot is, and this comes from somewhere else."""


class ExportElsewhere(Refusal, phrase=phrase("errors.export_elsewhere")):
    """An export is of a server in which the bot is, and this comes from somewhere else."""


class ChannelResting(Refusal, phrase=phrase("errors.channel_resting", "until", needs="letter")):
    """The letter was quoted in this channel a moment ago; the next quotation waits."""


class DaysOutOfRange(Refusal, phrase=phrase("errors.days_out_of_range", "shortest", "longest")):
    """A chart was asked for fewer days, or more, than it shows."""


class MessageGone(Refusal, phrase=phrase("errors.message_gone")):
    """The message that this was for was deleted."""


class ChannelGone(Refusal, phrase=phrase("errors.channel_gone")):
    """The channel or thread that this was for was deleted; nothing was posted."""


class ThreadClosed(Refusal, phrase=phrase("errors.thread_closed")):
    """The thread is archived or locked; nothing was posted."""


class BlockedByServer(Refusal, phrase=phrase("errors.blocked_by_server")):
    """The server's own filter (AutoMod) did not let the post through."""


class ChannelSilent(Refusal, phrase=phrase("errors.channel_silent")):
    """The moderators chose this channel as one where the bot posts nothing for everyone."""


class CannotPostHere(Refusal, phrase=phrase("errors.cannot_post_here")):
    """The bot itself may not see the channel, or not write in it."""


class PostRefused(Refusal, phrase=phrase("errors.post_refused")):
    """Discord refused a message for a reason that this release does not know."""


class BeingRecounted(Refusal, phrase=phrase("errors.being_recounted")):
    """The numbers may be wrong and are being recounted: none is given to be quoted."""


class MembersUnknown(Refusal, phrase=phrase("errors.members_unknown")):
    """Discord does not say who is a member of the server, so no list of members is made."""


class FilesTooLarge(Refusal, phrase=phrase("errors.files_too_large")):
    """Discord does not take files of this size."""


class NoSuchChoice(Refusal, phrase=phrase("errors.no_such_choice")):
    """What was chosen is not, or not any more, among what can be chosen."""


class ChangedSince(Refusal, phrase=phrase("errors.changed_since")):
    """The setting was changed again after the change that should be undone."""


class TooFewChosen(Refusal, phrase=phrase("errors.too_few_chosen")):
    """What was chosen has fewer than five signatures: it could single somebody out."""


class TooFewLeft(Refusal, phrase=phrase("errors.too_few_left")):
    """What was chosen would leave fewer than five: it could single them out."""


class CaseUnderWay(Refusal, phrase=phrase("errors.case_under_way", cases=_CASES)):
    """Another decision of this server is not finished yet."""


class NoSuchCase(Refusal, phrase=phrase("errors.no_such_case")):
    """The case was undone, or cannot be undone any more."""


class OutdatedControl(Refusal, phrase=phrase("errors.outdated_control")):
    """A button, menu or form that this release does not know."""


class NothingRecorded(Refusal, phrase=phrase("errors.nothing_recorded")):
    """The store could not take the change and certainly did not keep it."""


class TooManyAtOnce(Refusal, phrase=phrase("errors.too_many_at_once")):
    """More interactions are under way than can be answered in time; this one was not begun."""


class Stopping(Refusal, phrase=phrase("errors.stopping")):
    """The bot is on its way down, usually to come back at once."""


class StoreUnreadable(Refusal, phrase=phrase("errors.store_unreadable")):
    """The store could not be read just now."""


class OutcomeUnknown(Refusal, phrase=phrase("errors.outcome_unknown")):
    """The store was lost while it confirmed: kept or not. Asking again is harmless."""


NOT_POSTED: Final = (
    *(NotAllowed, FeatureOff, ChannelSilent),
    *(MessageGone, ChannelGone, ThreadClosed, BlockedByServer),
)
"""Why something cannot be posted here, as whoever wanted to post it is told."""
