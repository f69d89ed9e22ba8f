"""Every way in, and what each kind of person may do there; `docs/moderators.md` holds the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Any, Final


class Person(StrEnum):
    """Who asks, and where; the words are the head of the table in `docs/moderators.md`."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    STEWARD = "steward"
    MEMBER = "member"
    FORMER = "former organiser"
    OUTSIDER = "where the bot is not"
    DIRECT = "direct message"


class May(StrEnum):
    """What becomes of it; the words are the cells of the table in `docs/moderators.md`."""

    DOES = "yes"
    REFUSED = "no"
    ABSENT = "–"


_D, _R, _A = May.DOES, May.REFUSED, May.ABSENT


class Rights(Enum):
    """What an entrance asks of whoever uses it: what it is for, and a cell for each person.

    `ABSENT` is what Discord does not offer; whoever gets there all the same is refused.
    """

    ANYWHERE = ("look at or take back one’s own, find help", (_D,) * 9)
    IN_SERVER = ("sign, be listed, see the wall", (*(_D,) * 7, _R, _R))
    COMMAND_IN_SERVER = (
        "the campaign, the letter, the tally, *Find help* on a message",
        (*(_D,) * 7, _A, _A),
    )
    POSTING = ("post for everyone, by a button", (*(_D,) * 4, *(_R,) * 5))
    ORGANISERS_COMMAND = (
        "*Quote the letter* on a message, `/tally board`, `/tally brief`, `/tally export`",
        (*(_D,) * 4, _R, _R, _R, _A, _A),
    )
    SETUP = ("set up the server, by a button or a form", (*(_D,) * 3, *(_R,) * 6))
    SETUP_COMMAND = ("`/setup`", (*(_D,) * 3, *(_A,) * 6))
    MODERATION = (
        "decide about groups of signatures and the wall, by a button",
        (*(_D,) * 3, _R, _D, *(_R,) * 4),
    )
    MODERATION_COMMAND = ("`/moderation`", (*(_D,) * 3, _A, _D, *(_A,) * 4))

    def __init__(self, about: str, cells: tuple[May, ...]) -> None:
        self.about = about
        self.of: Mapping[Person, May] = dict(zip(Person, cells, strict=True))


class Kind(Enum):
    """How one gets in."""

    COMMAND = auto()
    MENU = auto()
    COMPLETION = auto()
    PRESS = auto()
    MODAL = auto()


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way in, and what has to be given there so that it does what it is for.

    Attributes:
        name: of a command or a menu; "letter quote theme" of a completion; "letter:post" of a
            press, and of a modal, which is answered by its custom_id too.
        posts: whether what it does is a public message; that it was pinned is another.
        args: of the custom_id; the stage fills in what it knows, such as `{passage}`.
        values: chosen in the menu, filled in likewise; of a modal, its field and what is typed.
        options: of the command.
    """

    kind: Kind
    name: str
    rights: Rights
    posts: bool = False
    args: str = ""
    values: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __str__(self) -> str:
        return f"{self.kind.name.lower()} {self.name}"


def _command(name: str, rights: Rights, **options: Any) -> Entrance:
    return Entrance(Kind.COMMAND, name, rights, options=options)


def _press(
    name: str, rights: Rights, args: str = "", *values: str, posts: bool = False
) -> Entrance:
    return Entrance(Kind.PRESS, name, rights, posts, args, values)


def _modal(name: str, rights: Rights, args: str, field_: str, typed: str) -> Entrance:
    return Entrance(Kind.MODAL, name, rights, args=args, values=(field_, typed))


_ANY, _HERE, _HERE_ONLY = Rights.ANYWHERE, Rights.IN_SERVER, Rights.COMMAND_IN_SERVER
_POST, _SETUP, _MODERATE = Rights.POSTING, Rights.SETUP, Rights.MODERATION

TABLE: Final = (
    _command("campaign", _HERE_ONLY),
    _command("help", _ANY),
    _command("letter quote", _HERE_ONLY),
    _command("letter read", _HERE_ONLY),
    _command("letter signatories", _HERE_ONLY),
    _command("letter verify", _HERE_ONLY, text="Men are imperfect"),
    _command("pledge sign", _HERE),
    _command("pledge mine", _ANY),
    _command("pledge wall", _HERE),
    _command("pledge withdraw", _ANY),
    _command("privacy policy", _ANY),
    _command("privacy export", _ANY),
    _command("privacy erase", _ANY),
    _command("resources", _ANY),
    _command("tally show", _HERE_ONLY),
    _command("tally chart", _HERE_ONLY),
    _command("tally brief", Rights.ORGANISERS_COMMAND),
    _command("tally export", Rights.ORGANISERS_COMMAND),
    Entrance(Kind.COMMAND, "tally board", Rights.ORGANISERS_COMMAND, posts=True),
    _command("setup", Rights.SETUP_COMMAND),
    _command("moderation", Rights.MODERATION_COMMAND),
    Entrance(Kind.MENU, "Quote the letter", Rights.ORGANISERS_COMMAND),
    Entrance(Kind.MENU, "Find help", _HERE_ONLY),
    Entrance(Kind.COMPLETION, "letter quote theme", _HERE_ONLY),
    Entrance(Kind.COMPLETION, "letter signatories search", _HERE_ONLY),
    _press("campaign:open", _HERE),
    _press("campaign:post", _POST, posts=True),
    _press("campaign:refresh", _HERE, "{me}"),
    _press("letter:open", _HERE),
    _press("letter:read", _HERE, "{passage}"),
    _press("letter:jump", _HERE, "", "{passage}"),
    _press("letter:another", _HERE, "text:-"),
    _press("letter:signatories", _ANY, "0"),
    _press("letter:post", _POST, "text:{passage}", posts=True),
    _press("letter:verdict", _POST, posts=True),
    _press("letter:choose", _POST, "{message}"),
    _press("letter:chosen", _POST, "{message}", "{passage}"),
    _press("letter:reply", _POST, "{message}:{passage}", posts=True),
    _press("pledge:sign", _HERE),
    _press("pledge:later", _ANY),
    _press("pledge:confirm", _HERE, "{text}"),
    _press("pledge:mine", _ANY),
    _press("pledge:list", _ANY),
    _press("pledge:list_yes", _HERE),
    _press("pledge:wall", _HERE, "0"),
    _press("pledge:unlist", _HERE),
    _press("pledge:withdraw", _ANY),
    _press("pledge:keep", _ANY),
    _press("pledge:leave", _ANY, "everywhere"),
    _press("privacy:listed", _ANY, "0"),
    _press("privacy:exports", _HERE),
    _press("privacy:off", _ANY, "{server}:0"),
    _press("privacy:off_all", _ANY),
    _press("privacy:export", _ANY),
    _press("privacy:erase", _ANY),
    _press("privacy:keep", _ANY),
    _press("privacy:erase_yes", _ANY),
    _press("resources:open", _ANY),
    _press("resources:country", _ANY, "-:-:0", "NZ"),
    _press("resources:audience", _ANY, "-:-:0", "-"),
    _press("resources:page", _ANY, "-:-:0"),
    _press("resources:dm", _ANY, "-:-:0"),
    _press("resources:dm_yes", _ANY, "-:-:0"),
    _press("resources:wrong", _ANY, "-:-:0"),
    _press("resources:report", _ANY, "-:-:0", "int-nomore"),
    _press("resources:share", _POST),
    _press("resources:share_yes", _POST, posts=True),
    _press("resources:reply_yes", _POST, "{message}", posts=True),
    _press("resources:share_no", _ANY),
    _press("resources:close", _ANY),
    _press("resources:leave", _ANY),
    _press("resources:delete", _ANY),
    _press("tally:show", _HERE),
    _press("tally:chart", _HERE, "30:campaign"),
    _press("tally:brief", _POST),
    _press("tally:export", _POST, "0:2"),
    _press("tally:refresh", _HERE, "{me}"),
    _press("tally:post", _POST, posts=True),
    _press("tally:post_chart", _POST, "30:campaign", posts=True),
    _press("moderation:home", _MODERATE),
    _press("moderation:checked", _MODERATE, "0"),
    _press("moderation:counted", _MODERATE),
    _press("moderation:day", _MODERATE, "", "20000"),
    _press("moderation:choose", _MODERATE, "", "000011"),
    _press("moderation:kind", _MODERATE, "", "000011"),
    _press("moderation:hours", _MODERATE, "", "aaaa00"),
    _press("moderation:release", _MODERATE, "000011"),
    _press("moderation:release_yes", _MODERATE, "000011"),
    _press("moderation:release_small", _MODERATE),
    _press("moderation:aside", _MODERATE, "000011"),
    _press("moderation:reason", _MODERATE, "000011", "11"),
    _press("moderation:aside_yes", _MODERATE, "000011:11"),
    _press("moderation:look", _MODERATE),
    _press("moderation:stop", _MODERATE),
    _press("moderation:cases", _MODERATE, "0"),
    _press("moderation:go_on", _MODERATE, "1"),
    _press("moderation:wall", _MODERATE, "0"),
    _press("moderation:name", _MODERATE, "", "7"),
    _press("moderation:off", _MODERATE, "7", "23"),
    _press("moderation:let", _MODERATE, "", "7"),
    _press("moderation:let_back", _MODERATE, "7"),
    _press("moderation:undo", _MODERATE, "1"),
    _press("moderation:pause", _MODERATE, "off"),
    _press("moderation:log", _MODERATE, "all:0"),
    _press("moderation:log_part", _MODERATE, "", "all"),
    _press("setup:home", _SETUP),
    _press("setup:open", _SETUP, "", "who"),
    _press("setup:log", _SETUP, "0"),
    _press("setup:step", _SETUP, "1"),
    _press("setup:preview_feature", _SETUP, "campaign:hub:en", "letter"),
    _press("setup:preview_card", _SETUP, "campaign:hub:en", "hub"),
    _press("setup:preview_language", _SETUP, "campaign:hub:en", "de"),
    _press("setup:preview_show", _SETUP, "campaign:hub:en"),
    _press("setup:panel", _SETUP, "", "{channel}"),
    _press("setup:panel_post", _SETUP, "{channel}", posts=True),
    _press("setup:check", _SETUP),
    _press("setup:words", _SETUP, "en", "campaign.since"),
    _press("setup:words_language", _SETUP, "", "de"),
    _press("setup:words_list", _SETUP, "en"),
    _press("setup:words_show", _SETUP, "en:campaign.since"),
    _press("setup:words_edit", _SETUP, "en:campaign.since:{version}"),
    _modal("setup:words_typed", _SETUP, "en:campaign.since:{version}", "words", "Since then."),
    _press("setup:words_keep", _SETUP, "en:campaign.since:{version}"),
    _press("setup:words_reset", _SETUP, "en:campaign.since:{version}"),
    _press("setup:undo", _SETUP, "{change}:g"),
    _press("setup:put", _SETUP, "listing_offered:g:{version}:false"),
    _press("setup:feature", _SETUP, "pictures:g-letter:off"),
    _press("setup:reset", _SETUP, "listing_offered:g:{version}"),
    _press("setup:tidy", _SETUP, "organiser_roles:g"),
)
"""In the order in which one person can do it all: who signs can be listed, and withdraws after."""
