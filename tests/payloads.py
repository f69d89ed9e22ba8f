"""Hold every payload against Discord's own published description of its HTTP API.

The description is Discord's `openapi.json` (discord/discord-api-spec). It is not part of this
repository: a test that needs it looks beside the repository, or where `DISCORD_OPENAPI` points,
and skips with `WHERE_IT_IS` when it is absent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from discord import InteractionResponseType
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from tests.components import broken_rules

Json = dict[str, Any]

_REPOSITORY = Path(__file__).resolve().parent.parent
DESCRIPTION = Path(
    os.environ.get("DISCORD_OPENAPI") or _REPOSITORY.parent / "shared" / "discord" / "openapi.json"
)
WHERE_IT_IS = "Discord's openapi.json is not here; point DISCORD_OPENAPI at a copy to run this"


def available() -> bool:
    """Return whether Discord's description is on this machine."""
    return DESCRIPTION.is_file()


def check(method: str, path: str, body: object) -> None:
    """Check that a request pings nobody, and that Discord would take it where that is known."""
    if type(body) is not dict:
        return
    sent = cast("Json", body)
    message = _message_in(sent)
    if message is not None:
        assert message.get("allowed_mentions", {}).get("parse") == [], (method, path, sent)
    if available():
        assert validate(method, path, sent) == []


def _message_in(body: Json) -> Json | None:
    """Return the part of a request that becomes a message, if there is one: a modal does not."""
    if body.get("type") == InteractionResponseType.modal.value:
        return None
    data: Json = body.get("data", body) if "type" in body else body
    return data if "components" in data or "content" in data else None


def validate(method: str, path: str, json: object) -> list[str]:
    """Return what Discord would refuse about one request body, a sentence each; [] is good.

    `path` may carry the `/api/v10` prefix and a query. For a multipart request `json` is its
    decoded `payload_json`.

    Raises:
        FileNotFoundError: when Discord's description is absent; ask `available()` first.
    """
    template = _template_of(method, path)
    if template is None:
        return [f"{method} {path}: Discord has no such endpoint"]
    check = _request_checker(method.lower(), template)
    if check is None:
        return []
    faults = [_sentence(error) for error in check(json)]
    return faults + broken_rules(template, json)


def validate_answer(method: str, path: str, status: int, json: object) -> list[str]:
    """Return what is not as Discord describes it in one answer of an imitation of Discord.

    Only answers that the description spells out are checked; the others pass.
    """
    template = _template_of(method, path)
    if template is None:
        return [f"{method} {path}: Discord has no such endpoint"]
    check = _answer_checker(method.lower(), template, status)
    return [] if check is None else [_sentence(error) for error in check(json)]


def _sentence(error: ValidationError) -> str:
    at = ".".join(str(part) for part in error.absolute_path) or "body"
    return f"{at}: {error.message}"


# --- finding the endpoint ----------------------------------------------------------------


@cache
def _description() -> Json:
    return cast("Json", json.loads(DESCRIPTION.read_text("utf-8")))


@cache
def _templates() -> dict[tuple[str, int], list[tuple[str, tuple[str, ...]]]]:
    """Return the path templates by method and length, the most literal ones first."""
    found: dict[tuple[str, int], list[tuple[str, tuple[str, ...]]]] = {}
    for template, item in cast("dict[str, Json]", _description()["paths"]).items():
        parts = tuple(template.strip("/").split("/"))
        for method in item:
            found.setdefault((method.lower(), len(parts)), []).append((template, parts))
    for candidates in found.values():
        candidates.sort(key=lambda one: sum(part.startswith("{") for part in one[1]))
    return found


def _template_of(method: str, path: str) -> str | None:
    bare = path.split("?", 1)[0]
    if bare.startswith("/api/v"):
        bare = "/" + bare.split("/", 3)[-1]
    parts = bare.strip("/").split("/")
    for template, pattern in _templates().get((method.lower(), len(parts)), []):
        if all(have == want or want[0] == "{" for have, want in zip(parts, pattern, strict=True)):
            return template
    return None


# --- checking against a schema -----------------------------------------------------------

Checker = Callable[[object], Iterator[ValidationError]]


@cache
def _request_checker(method: str, template: str) -> Checker | None:
    operation = _description()["paths"][template][method]
    content: dict[str, Json] = operation.get("requestBody", {}).get("content", {})
    return _checker_for(content)


@cache
def _answer_checker(method: str, template: str, status: int) -> Checker | None:
    answers: Json = _description()["paths"][template][method]["responses"]
    return _checker_for(answers.get(str(status), {}).get("content", {}))


def _checker_for(content: dict[str, Json]) -> Checker | None:
    if "application/json" not in content:
        return None
    validator = _Validator(content["application/json"]["schema"])
    return validator.iter_errors


_good = set[tuple[str, str]]()
"""What was found without a fault: cards repeat their parts, and each is looked at once."""


def _ref(validator: Any, ref: str, instance: object, _schema: Json) -> Iterator[ValidationError]:
    known = ref, json.dumps(instance)
    if known not in _good:
        errors = list[ValidationError](validator.descend(instance, _resolved(ref)))
        if not errors:
            _good.add(known)
        yield from errors


@cache
def _resolved(ref: str) -> Json:
    node: Any = _description()
    for part in ref.removeprefix("#/").split("/"):
        node = node[part]
    return cast("Json", node)


def _one_of(
    validator: Any, branches: list[Json], instance: object, _schema: Json
) -> Iterator[ValidationError]:
    """Follow the branch that the body itself names by its `type`, so that a fault is readable.

    Elsewhere the branch with the fewest faults speaks for all: Discord's unions overlap, so "more
    than one fits" is no fault.
    """
    constants = [branch["const"] for branch in branches if "const" in branch]
    if len(constants) == len(branches):
        if instance not in constants:
            yield ValidationError(f"{instance!r} is none of {constants}")
        return
    if instance is not None:
        branches = [branch for branch in branches if branch != {"type": "null"}]
    kinds = {kind for branch in branches for kind in _kinds(branch)}
    if isinstance(instance, dict) and kinds:
        kind = cast("Json", instance).get("type")
        branches = [one for one in branches if kind in _kinds(one) or not _kinds(one)]
        if not branches:
            yield ValidationError(f"type {kind!r} is none of {sorted(kinds)}", path=["type"])
            return
    attempts = [list(validator.descend(cast("object", instance), one)) for one in branches]
    if attempts:
        yield from cast("list[ValidationError]", min(attempts, key=len))


def _kinds(branch: Json) -> list[int]:
    """Return the `type` numbers that one branch of a union is for; [] when it names none."""
    schema = _resolved(branch["$ref"]) if "$ref" in branch else branch
    return cast("list[int]", schema.get("properties", {}).get("type", {}).get("enum", []))


def _string_type(_checker: Any, instance: object) -> bool:
    return isinstance(instance, str)


def _integer_type(_checker: Any, instance: object) -> bool:
    if isinstance(instance, str):
        return instance.isdigit()
    return isinstance(instance, int) and not isinstance(instance, bool)


def _type(validator: Any, types: object, instance: object, schema: Json) -> Iterator[Any]:
    """Check `type`, taking a whole number for a snowflake: Discord takes both forms."""
    if schema.get("format") == "snowflake" and _integer_type(None, instance):
        return
    yield from Draft202012Validator.VALIDATORS["type"](validator, types, instance, schema)


_Validator: Any = cast("Any", validators).extend(
    Draft202012Validator,
    validators={"$ref": _ref, "oneOf": _one_of, "anyOf": _one_of, "type": _type},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _integer_type).redefine(
        "string", _string_type
    ),
)
