"""What is right in form, hardly meant, and was passed in silence: each has a remark."""

from __future__ import annotations

from datetime import date

import pytest

from bot.config import attention, misnamed
from tests.config.folder import PHRASES, Folder

TODAY = date(2026, 3, 20)
DECODED = "what another encoding makes of one sign"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        *(
            ("name: Spring", f"name: {odd}", DECODED)
            for odd in ("FuÃŸ", "Ã„rger", "Ã–l", "Ãœber", "Ã‰t", "â‚¬ 5", "cÅ“ur", "Å‚aska", "Ð¡Ð¿")
        ),
        ("name: Spring", "name: Fu\ufffd", "stands for a sign that was lost"),
        ("name: Spring", "name: Sp\u202ering", "the invisible U+202E, which turns signs around"),
        ("name: Spring", "name: Spring\nlanguages: []", "is empty, and then the bot speaks every"),
        ("launched: 2026", "launched: 0206", "is in the year 206; was another one meant?"),
        ("opens: 2026-03-02", "opens: 2026-02-01", "is long before launched (2026-03-01)"),
        ("closes: 2026-04-01", "closes: 2026-03-19", "is past: nobody can sign any more"),
    ],
)
def test_what_is_hardly_meant_is_remarked_once(
    folder: Folder, old: str, new: str, said: str
) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign(old, new)
    folder.load()
    (found,) = set(attention(folder.root, TODAY)) - before
    assert said in found.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Spring", "name: IRMÃ… “AMANHÔ"),
        ("name: Spring", "name: Ångström, Ärger, Ðagur"),
        ("closes: 2026-04-01", "closes: 2026-03-20"),
        ("opens: 2026-03-02", "opens: 2026-02-25"),
    ],
)
def test_what_people_write_has_no_remark(folder: Folder, old: str, new: str) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign(old, new)
    assert set(attention(folder.root, TODAY)) == before


def test_the_example_of_who_signed_is_remarked(folder: Folder) -> None:
    folder.letter("name: A Person", "name: A Name")
    assert [one for one in attention(folder.root, TODAY) if "write who signed" in one.message]


@pytest.mark.parametrize("typed", ["{{name}}", "$name", "${name}", "[name]", "<name>", "%(name)s"])
def test_a_placeholder_of_another_program_is_remarked(folder: Folder, typed: str) -> None:
    folder.english("Hello {name}", f'"Hello {typed}"')
    (found,) = misnamed(folder.load(), PHRASES)
    assert found.message == f"has {typed}, which is shown as it stands; write {{name}}"


@pytest.mark.parametrize("text", ["50 % [sic]", "$5", "<@1>", "{{x}}", "[name](https://a.org)"])
def test_signs_that_no_placeholder_is_meant_by_have_no_remark(folder: Folder, text: str) -> None:
    folder.english("Hello {name}", f'"{text}"')
    assert misnamed(folder.load(), PHRASES) == []


@pytest.mark.parametrize("content", ["", "\n\n", "# later\n#greeting:\n"])
def test_words_that_say_nothing_yet_are_remarked_and_stop_nothing(
    folder: Folder, content: str
) -> None:
    folder.write("messages/fr.yaml", content)
    folder.load()
    (found,) = (one for one in attention(folder.root, TODAY) if "fr.yaml" in one.path)
    assert found.message.startswith("is not read: it says nothing yet; write a sentence")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("en (copy)", "is a copy of en.yaml, which is there already; delete one of them"),
        ("en_2", "is a copy of en.yaml, which is there already; delete one of them"),
        ("letter", "belongs beside campaign.yaml, not in messages; move it there"),
        ("de.yaml", "has its ending twice; rename it to de.yaml"),
    ],
)
def test_a_file_of_words_with_an_odd_name_is_told_what_to_do(
    folder: Folder, name: str, said: str
) -> None:
    folder.write(f"messages/{name}.yaml", "greeting:\n  button: Oui\n")
    assert folder.faults() == [f"config/messages/{name}.yaml:1:1: {said}"]


def test_a_file_that_slid_into_a_folder_beside_it_is_to_be_moved_back(folder: Folder) -> None:
    (folder.root / "schema").mkdir()
    (folder.root / "campaign.yaml").rename(folder.root / "schema" / "campaign.yaml")
    hint = "there is one in “schema”: move it out of there"
    assert folder.faults() == [f"config/campaign.yaml:1:1: the file is missing; {hint}"]
