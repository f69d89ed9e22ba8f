"""What looks like many faults and is one: two files exchanged, an entry that lost its hyphen."""

from __future__ import annotations

import pytest

from tests.config.folder import CAMPAIGN, LETTER, SUPPORT, Folder

FILES = {"campaign": CAMPAIGN, "letter": LETTER, "resources": SUPPORT}


@pytest.mark.parametrize(
    ("file", "other"),
    [("campaign", "letter"), ("letter", "campaign"), ("resources", "letter")],
)
def test_a_file_with_the_text_of_another_is_told_as_that(
    folder: Folder, file: str, other: str
) -> None:
    folder.write(f"{file}.yaml", FILES[other])
    (fault,) = folder.faults()
    assert fault.startswith(f"config/{file}.yaml:1:1: holds what belongs in {other}.yaml;")


def test_a_text_that_was_pasted_twice_is_one_fault(folder: Folder) -> None:
    folder.write("campaign.yaml", CAMPAIGN * 2)
    (fault,) = folder.faults()
    assert fault.startswith("config/campaign.yaml:22:1: id: begins the whole text once more;")


def test_a_second_resource_without_its_hyphen_is_one_fault(folder: Folder) -> None:
    before, entry, after = SUPPORT.partition("  - id: world\n")
    rest, audiences, labels = after.partition("audiences:")
    second = f"    id: moon\n{rest}"
    folder.write("resources.yaml", before + entry + rest + second + audiences + labels)
    (fault,) = folder.faults()
    assert "resources[0].id: begins an entry of the list; put a hyphen" in fault


@pytest.mark.parametrize("comment", ["#passages:", "# passages:", "  #passages:  # all of them"])
def test_a_key_that_is_a_comment_still_takes_its_entries_with_it(
    folder: Folder, comment: str
) -> None:
    text = LETTER.replace("passages:\n", f"{comment}\n").replace("signatories:", "# \nsignatories:")
    folder.write("letter.yaml", text)
    (fault,) = folder.faults()
    assert "belongs under “passages:”, which is still a comment" in fault


def test_a_comment_between_entries_is_none_where_all_is_right(folder: Folder) -> None:
    folder.letter("  - id: second", "  # themes:\n  - id: second")
    assert len(folder.load().letter.passages) == 2


def test_entries_that_lack_the_same_key_are_told_each(folder: Folder) -> None:
    text = LETTER.replace("    paragraph: 1\n", "").replace("    paragraph: 2\n", "")
    folder.write("letter.yaml", text)
    assert ["paragraph: is missing" in one for one in folder.faults()] == [True, True]
