"""What the YAML parser complains of, in words for someone who edits a text, and where to look."""

from __future__ import annotations

from dataclasses import dataclass

from yaml.error import MarkedYAMLError


@dataclass(frozen=True, slots=True)
class _Slip:
    """A complaint known by words it contains; the slip is where it began, or where it was seen."""

    words: str
    sentence: str
    at_beginning: bool = False


_SLIPS = (
    _Slip(
        "character '\\t'",
        "has a tab in front of it; YAML is indented with spaces only",
    ),
    _Slip(
        "cannot start any token",
        "begins with a sign that YAML keeps for itself; put the text in quotes",
    ),
    _Slip(
        "could not find expected ':'",
        "has no colon after the key; or it is the rest of a text that needs quotes or indentation",
        at_beginning=True,
    ),
    _Slip(
        "mapping values are not allowed here",
        "has a colon that does not belong here; check the indentation, or put the text in quotes",
    ),
    _Slip(
        "sequence entries are not allowed here",
        "begins a list on the line of its key; begin it on the next line",
    ),
    _Slip(
        "mapping keys are not allowed here",
        "begins with a question mark, which YAML keeps for itself; put the text in quotes",
    ),
    _Slip(
        "expected <block end>",
        "does not belong here; check the indentation of this line and the one above, and that "
        "quotes stand around the whole text",
    ),
    _Slip(
        "found unexpected end of stream",
        "opens a quote that is never closed",
        at_beginning=True,
    ),
    _Slip(
        "found unexpected document separator",
        "opens a quote that is never closed",
        at_beginning=True,
    ),
    _Slip(
        "expected ',' or ']'",
        "opens a list with [ that lacks a comma or the closing ]",
        at_beginning=True,
    ),
    _Slip(
        "expected ',' or '}'",
        "opens a group with { that lacks a comma or the closing }; a text that begins with a brace "
        "needs quotes",
        at_beginning=True,
    ),
    _Slip(
        "unknown escape character",
        "has a backslash with an unknown letter after it; write \\\\ for a backslash, or use "
        "single quotes",
    ),
    _Slip(
        "hexadecimal numbers",
        "has a backslash with a broken number after it; write \\\\ for a backslash",
    ),
    _Slip(
        "expected the node content",
        "should hold a value here; a text that begins with a comma or a bracket needs quotes",
    ),
    _Slip("<document start>", "does not belong here; the file's text has already ended"),
)
_KEPT_SIGNS = _Slip(
    "",
    "begins with a sign that has a meaning in YAML (& * ! % | >); put the text in quotes",
    at_beginning=True,
)


def slip_of(failure: MarkedYAMLError) -> tuple[int, str]:
    """Return the character position and the sentence for a complaint of the parser."""
    problem = failure.problem or ""
    slip = next((one for one in _SLIPS if one.words in problem), _KEPT_SIGNS)
    marks = [failure.problem_mark, failure.context_mark]
    if slip.at_beginning:
        marks.reverse()
    return next((mark.index for mark in marks if mark), 0), slip.sentence
