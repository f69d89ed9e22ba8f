"""The JSON Schemas by which editors complete and explain the files of the configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic.json_schema import GenerateJsonSchema

from bot.config.catalogue import place_of
from bot.config.load import MODEL_FILES
from bot.config.locales import CATEGORIES
from bot.domain.phrases import Phrase

Json = dict[str, Any]

_DIALECT: Final = {"$schema": GenerateJsonSchema.schema_dialect}


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles that are only the keys once more."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Return that no field gets a title."""
        del schema
        return False


def schemas(phrases: Mapping[str, Phrase]) -> dict[str, str]:
    """Return the schema of every kind of file, as text by file name."""
    found = {
        file.name: file.model.model_json_schema(schema_generator=_Untitled) for file in MODEL_FILES
    }
    found["messages"] = _messages(phrases)
    return {
        f"{name}.schema.json": json.dumps(_flowing(_DIALECT | schema), indent=2, ensure_ascii=False)
        + "\n"
        for name, schema in found.items()
    }


def write_schemas(directory: Path, phrases: Mapping[str, Phrase]) -> None:
    """Write the schemas into a directory, which is made where it is missing.

    Raises:
        OSError: when the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in schemas(phrases).items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")


def _messages(phrases: Mapping[str, Phrase]) -> Json:
    """Return the schema of the words of one language: no phrase is required."""
    features: dict[str, Json] = {}
    for phrase in phrases.values():
        feature, name = place_of(phrase)
        group = features.setdefault(feature, _group({}))
        group["properties"][name] = _phrase(phrase)
    return {
        "title": "Messages",
        "description": "What the bot says in one language; the file's name is the language's code.",
        **_group(features),
    }


def _phrase(phrase: Phrase) -> Json:
    names = ", ".join(f"{{{name}}}" for name in sorted(phrase.placeholders))
    filled = f" It may use {names}." if names else ""
    text: Json = {"type": "string", "minLength": 1, "maxLength": phrase.limit}
    if phrase.plural is None:
        return {"description": f"A text of at most {phrase.limit:,} characters.{filled}", **text}
    chosen = f"Texts by plural form; {{{phrase.plural}}} chooses the form."
    forms = {name: dict(text) for name in CATEGORIES}
    return {"description": f"{chosen}{filled}", **_group(forms), "required": ["other"]}


def _group(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _flowing(schema: Any, key: str = "") -> Any:
    """Return a schema whose descriptions flow: our docstrings break lines where the code ends."""
    if isinstance(schema, dict):
        return {name: _flowing(part, name) for name, part in cast("Json", schema).items()}
    if isinstance(schema, list):
        return [_flowing(part) for part in cast("list[Any]", schema)]
    return " ".join(schema.split()) if key == "description" else schema
