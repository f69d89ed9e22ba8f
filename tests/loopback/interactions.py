"""What Discord dispatches when a person uses a command, a button, a menu or a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tests.components import SELECTS, walk
from tests.loopback.exchange import Answer, Exchange, Kind
from tests.loopback.messages import Message
from tests.loopback.state import State
from tests.loopback.world import (
    ADMINISTRATOR,
    Channel,
    Json,
    User,
    interaction_token,
    snowflake,
)

GUILD, BOT_DM = 0, 1
_SUBCOMMAND, _GROUP = 1, 2
_TEXT_INPUT, _CHECKBOX, _RADIO = 4, 23, 21
_ATTACHMENT_LIMIT = 10 * 1024 * 1024
_DM_PERMISSIONS = (1 << 14) | (1 << 15) | (1 << 17)
"""Embed links, attach files, mention everyone: what an app has in direct messages."""


def interaction(state: State, kind: Kind, user: User, channel: Channel, data: Json) -> Json:
    """Return an interaction with everything that real ones carry.

    Raises:
        AssertionError: when the person is not in the guild of the channel.
    """
    number = snowflake()
    common: Json = {
        "id": str(number),
        "application_id": str(state.bot.id),
        "type": int(kind),
        "token": interaction_token(number),
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel.payload(),
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": _ATTACHMENT_LIMIT,
    }
    if channel.guild is None:
        return common | {
            "user": user.payload(),
            "app_permissions": str(_DM_PERMISSIONS),
            "authorizing_integration_owners": {"0": "0"},
            "context": BOT_DM,
        }
    guild = channel.guild
    assert user.id in guild.members, f"{user.name} is not in {guild.name}"
    common["channel"]["permissions"] = str(guild.members[user.id].permissions)
    return common | {
        "guild": guild.partial(),
        "guild_id": str(guild.id),
        "guild_locale": guild.locale,
        "member": guild.members[user.id].payload(resolved=True),
        "app_permissions": str(guild.app_permissions),
        "authorizing_integration_owners": {"0": str(guild.id)},
        "context": GUILD,
    }


def command(
    state: State, name: str, user: User, channel: Channel, options: Mapping[str, Any]
) -> Json:
    """Return the use of a slash command, named with its subcommands: `pledge sign`.

    Raises:
        AssertionError: when Discord would not offer it to this person here.
    """
    root, *path = name.split()
    found = [one for one in state.commands if (one["name"], one["type"]) == (root, 1)]
    assert found, f"/{root} is not registered: {[one['name'] for one in state.commands]}"
    registered = found[0]
    _assert_offered(registered, user, channel)
    declared: list[Json] = registered.get("options") or []
    steps: list[Json] = []
    for step in path:
        matching = [one for one in declared if one["name"] == step]
        assert matching, f"/{name}: no subcommand {step}: {[one['name'] for one in declared]}"
        steps.append({"type": matching[0]["type"], "name": step})
        declared = matching[0].get("options") or []
    given: list[Json] = _given(name, declared, options)
    for step in reversed(steps):
        given = [step | {"options": given}]
    data: Json = {"id": registered["id"], "name": root, "type": 1, "options": given}
    if channel.guild is not None and registered.get("guild_id"):
        data["guild_id"] = registered["guild_id"]
    return interaction(state, Kind.COMMAND, user, channel, data)


def message_command(state: State, name: str, user: User, message: Message) -> Json:
    """Return the choice of a command from the menu of a message.

    Raises:
        AssertionError: when Discord would not offer it to this person here.
    """
    found = [one for one in state.commands if (one["name"], one["type"]) == (name, 3)]
    assert found, f"{name} is not registered: {[one['name'] for one in state.commands]}"
    _assert_offered(found[0], user, message.channel)
    data: Json = {
        "id": found[0]["id"],
        "name": name,
        "type": 3,
        "target_id": str(message.id),
        "resolved": {"messages": {str(message.id): message.payload()}},
    }
    return interaction(state, Kind.COMMAND, user, message.channel, data)


def _assert_offered(registered: Json, user: User, channel: Channel) -> None:
    contexts: list[int] | None = registered.get("contexts")
    here = BOT_DM if channel.guild is None else GUILD
    if contexts is not None:
        assert here in contexts, f"/{registered['name']} is not offered in context {here}"
    elif here == BOT_DM:
        assert registered["dm_permission"], f"/{registered['name']} is not offered in DM"
    needed = registered.get("default_member_permissions")
    if needed is None or channel.guild is None:
        return
    held, wanted = channel.guild.members[user.id].permissions, int(needed)
    allowed = held & ADMINISTRATOR or (wanted and held & wanted == wanted)
    assert allowed, f"/{registered['name']} is not offered to {user.name}"


def _given(name: str, declared: list[Json], options: Mapping[str, Any]) -> list[Json]:
    types = {one["name"]: one["type"] for one in declared}
    assert set(options) <= set(types), f"/{name} takes {sorted(types)}, not {sorted(options)}"
    missing = {one["name"] for one in declared if one.get("required")} - set(options)
    assert not missing, f"/{name} needs {sorted(missing)}"
    return [{"name": key, "type": types[key], "value": value} for key, value in options.items()]


def component(
    state: State, custom_id: str, user: User, message: Message, values: list[str] | None
) -> Json:
    """Return the press of a button, or the choice of `values` in a menu.

    Raises:
        AssertionError: when the message has no such component, or it is disabled.
    """
    found = [one for one in walk(message.components) if one.get("custom_id") == custom_id]
    assert found, f"no {custom_id!r} on the message: {list(message.buttons)}"
    assert not found[0].get("disabled"), f"{custom_id!r} is disabled"
    pressed = found[0]
    data: Json = {
        "component_type": pressed["type"],
        "custom_id": custom_id,
        "id": pressed["id"],
    }
    if pressed["type"] in SELECTS:
        data["values"] = values or []
        offered = {one["value"] for one in cast("list[Json]", pressed.get("options") or [])}
        chosen = set(data["values"])
        assert pressed["type"] != 3 or chosen <= offered, f"{chosen} not in {offered}"
    payload = interaction(state, Kind.COMPONENT, user, message.channel, data)
    return payload | {"message": message.payload()}


def submission(state: State, opened: Exchange, values: Mapping[str, Any]) -> Json:
    """Return the sending of the form that the bot opened in an exchange, filled with `values`.

    Raises:
        AssertionError: when no form was opened, or it has no such field.
    """
    assert opened.answer is Answer.MODAL, f"no form was opened but {opened.answer!r}"
    fields = {one["custom_id"] for one in walk(opened.data["components"]) if "custom_id" in one}
    assert set(values) <= fields, f"the form has {sorted(fields)}, not {sorted(values)}"
    rows = [_filled(one, values) for one in cast("list[Json]", opened.data["components"])]
    for number, one in enumerate(walk(rows), start=1):
        one["id"] = number
    data: Json = {"custom_id": opened.data["custom_id"], "components": rows}
    payload = interaction(state, Kind.MODAL, opened.user, opened.channel, data)
    source = opened.source
    return payload if source is None else payload | {"message": source.payload()}


def _filled(declared: Json, values: Mapping[str, Any]) -> Json:
    """Return one part of a form as it comes back."""
    part: Json = {"type": declared["type"]}
    if "component" in declared:
        return part | {"component": _filled(declared["component"], values)}
    if "components" in declared:
        return part | {"components": [_filled(one, values) for one in declared["components"]]}
    if "custom_id" not in declared:
        return part
    name, kind = declared["custom_id"], declared["type"]
    part["custom_id"] = name
    if kind in (_TEXT_INPUT, _CHECKBOX, _RADIO):
        blank: Any = {_TEXT_INPUT: "", _CHECKBOX: False, _RADIO: None}[kind]
        return part | {"value": values.get(name, declared.get("value") or blank)}
    return part | {"values": values.get(name, [])}
