"""The files of a new campaign, and the folder they are put in without harming another."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Final

from bot.config import EXAMPLE_PASSAGES, load, write_schemas
from bot.config.yaml.quoting import quoted
from bot.domain.phrases import Phrase
from bot.exits import CannotStart, Exit, typed
from bot.new_campaign.answers import Answers

_HERE: Final = Path(__file__).parent

_DOES: Final = {
    "en": "Lists crisis lines by country and topic, with their hours.",
    "es": "Lista de líneas de ayuda en crisis por país y tema, con sus horarios.",
    "fr": "Liste de lignes d’écoute en cas de crise, par pays et par sujet, avec leurs horaires.",
    "de": "Listet Krisentelefone nach Land und Thema auf, mit ihren Zeiten.",
    "pt-BR": "Lista linhas de apoio em crise por país e tema, com os horários.",
}


def files(answers: Answers, folder: Path) -> dict[str, str]:
    """Return the files of a campaign by their names, as whoever answered would write them."""
    named = str(folder)
    own, *others = answers.languages
    passage, next_passage = EXAMPLE_PASSAGES
    first = answers.pledge.splitlines()[0]
    values = {
        "check": typed(f"check {shlex.quote(named) if named.isprintable() else '…'}"),
        "id": quoted(answers.id),  # `null` and `1984` are names too
        "languages": ", ".join(answers.languages),
        "name": quoted(answers.name),
        "hashtag": quoted(answers.hashtag),
        "about": quoted(first[:500]),
        "about_others": "".join(f'  #{one}: "…"\n' for one in others),
        "pledge": "\n".join(f"      {line}".rstrip() for line in answers.pledge.splitlines()),
        "pledge_others": "".join(f"    #{one}: |\n    #  …\n" for one in others),
        "own": own,
        "other": others[0] if others else "es" if own == "en" else "en",
        "today": str(answers.today),
        "later": str(answers.today + timedelta(days=90)),
        "title": quoted(answers.name),
        "passage": quoted(passage),
        "next_passage": quoted(next_passage),
        "does": "\n".join(
            f"      {one}: {quoted(_DOES.get(one, _DOES['en']))}"
            for one in answers.languages
            if one == own or one in _DOES
        ),
    }
    return {
        f"{name}.yaml": Template(_template(name)).substitute(values).rstrip("\n") + "\n"
        for name in ("campaign", *answers.carried)
    }


def _template(name: str) -> str:
    return (_HERE / f"{name}.txt").read_text(encoding="utf-8")


def must_be_free(folder: Path) -> None:
    """Check that there is nothing where the folder will be, so that nothing is written over.

    Raises:
        CannotStart: there is something.
    """
    try:
        taken = folder.is_symlink() or (folder.exists() and not _is_empty(folder))
    except OSError as failure:
        raise _cannot_write(folder, failure) from None
    if taken:
        there = "is there already, and is not empty" if folder.is_dir() else "is no folder"
        sentence = f"{folder} {there}: name another folder."
        raise CannotStart(f"{sentence} Nothing was written.", Exit.CONFIGURATION)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def write(folder: Path, answers: Answers, phrases: Mapping[str, Phrase]) -> None:
    """Write a campaign's folder: whole, checked, or not at all.

    Raises:
        CannotStart: it is taken, or cannot be written.
    """
    must_be_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-campaign-") as beside:
            made = Path(beside) / "made"
            made.mkdir()
            for name, text in files(answers, folder).items():
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            write_schemas(made / "schema", phrases)
            load(made, phrases)
            folder.mkdir(exist_ok=True)
            for one in made.iterdir():
                shutil.move(one, folder / one.name)
    except OSError as failure:
        raise _cannot_write(folder, failure) from None


def _cannot_write(folder: Path, failure: OSError) -> CannotStart:
    reason = failure.strerror or "the disk refused it"
    sentence = f"{folder} cannot be written ({reason}): name another folder. Nothing was written."
    return CannotStart(sentence, Exit.CONFIGURATION)
