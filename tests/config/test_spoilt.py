"""Files as people spoil them who never saw YAML; each has one fault, in words that help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.config import attention
from tests.config.folder import CAMPAIGN, ENGLISH, LETTER, SUPPORT, Folder

TODAY = date(2026, 3, 1)
FILES = {"campaign": CAMPAIGN, "letter": LETTER, "resources": SUPPORT, "messages/en": ENGLISH}
SPOILT = Path(__file__).with_name("spoilt.txt")
DOCUMENT = (
    "1:1: is a document of a word processor, not plain text; copy its text into a plain text file "
    "(Notepad; TextEdit, “Make Plain Text”) and save that as campaign.yaml"
)
COMMENT = (
    "2:16: name: ends before “#Hashtag”, for # begins a comment; put the whole text in quotes if "
    "that belongs to it"
)
ENTITY = (
    "21:9: pledge.texts.en: has &amp;, a code of web pages, which is shown as it stands; type the "
    "sign itself"
)
COMMA = "which will be shown; delete it if it ends a line"
DECODED = "what another encoding makes of one sign; type the text anew"
SHOWN = "which is shown as it stands; type"
PDF = "1:1: is a PDF, not plain text; copy its text into a plain text file named campaign.yaml"
PICTURE = "1:1: is a picture, not text; type its text into a plain text file named campaign.yaml"
UTF_16 = "1:1: is not UTF-8 (it is UTF-16); save the file as UTF-8"
NO_TEXT = "1:1: is no text; write the campaign into a plain text file named campaign.yaml"
NOT_READ = "is not read: it is a document; the campaign is in plain text files (.yaml)"
WEB_PAGE = "1:1: is a web page, not the file itself; where it was read, choose “Raw” or “Download”"
NOT_A_LIBRARY = (
    "pydantic",
    "YAMLError",
    "mapping",
    "scalar",
    "node",
    "token",
    "validation",
    "None",
)


def spoilt() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the name of each, its file, the words that were replaced, by which, and the fault."""
    _, *blocks = SPOILT.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    for block in blocks:
        name, file, old, new, fault = block.strip("\n").split("\n")
        yield name, file, json.loads(old[2:]), json.loads(new[2:]), fault[2:]


TABLE = list(spoilt())


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"), [one[1:] for one in TABLE], ids=[one[0] for one in TABLE]
)
def test_one_slip_is_one_fault_that_says_what_to_do(
    folder: Folder, file: str, old: str, new: str, fault: str
) -> None:
    assert FILES[file].count(old) == 1
    folder.write(f"{file}.yaml", FILES[file].replace(old, new))
    assert folder.faults() == [f"config/{file}.yaml:{fault}"]


def test_they_are_sixty_and_none_is_told_in_a_library_s_words() -> None:
    assert len({one[0] for one in TABLE}) == len(TABLE) >= 60
    assert not [one for *_, one in TABLE for word in NOT_A_LIBRARY if word in one]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOCUMENT),
        (b"{\\rtf1\\ansi id: spring}", DOCUMENT),
        (
            b"%PDF-1.7\n%\xe2",
            PDF,
        ),
        (b"\x89PNG\r\n\x1a\n", PICTURE),
        (
            b"\xef\xbb\xbf\n<!DOCTYPE html><title>campaign.yaml</title>",
            WEB_PAGE,
        ),
        (b"\xef\xbb\xbf{\\rtf1\\ansi id: spring}", DOCUMENT),
        (b"<p>id: spring</p>\n<p>name: Spring</p>\n", WEB_PAGE),
        (b"<meta charset='utf-8'><b><p>id: spring</p></b>", WEB_PAGE),
        (CAMPAIGN.encode("utf-16-le"), UTF_16),
        (CAMPAIGN.encode("utf-16-be"), UTF_16),
        (b"\x1f\x8b\x08\x00\x00\x12\x34", NO_TEXT),
        (b"GIF89a\x01", PICTURE),
        (
            f"```yaml\n{CAMPAIGN}```\n".encode(),
            "1:1: is a line that a chat or web page puts around code; delete it, and the last one",
        ),
    ],
    ids=[
        *["docx", "doc", "rtf", "PDF", "PNG", "a web page", "rtf of Notepad", "pasted HTML"],
        *["from a browser", "UTF-16", "UTF-16 of old machines", "gzip", "GIF", "from a chat"],
    ],
)
def test_what_is_no_plain_text_is_told_as_what_it_is(
    folder: Folder, content: bytes, fault: str
) -> None:
    folder.write("campaign.yaml", content)
    assert folder.faults() == [f"config/campaign.yaml:{fault}"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "campaign.yaml.txt",
            "rename “campaign.yaml.txt”, whose ending your computer may hide, to campaign.yaml",
        ),
        (
            "campaign.docx",
            "“campaign.docx” is a document: save its text as plain text named campaign.yaml",
        ),
        ("campaign", "is “campaign” meant for it?"),
        ("CAMPAIGN.YAML", "is “CAMPAIGN.YAML” meant for it?"),
        ("campaign (1).yaml", "is “campaign (1).yaml” meant for it?"),
        ("Campaign.yaml", "is “Campaign.yaml” meant for it?"),
    ],
)
def test_a_file_of_another_name_is_found(folder: Folder, name: str, hint: str) -> None:
    (folder.root / "campaign.yaml").rename(folder.root / name)
    if (folder.root / "campaign.yaml").exists():
        return  # a file system that does not tell capitals apart
    assert folder.faults() == [f"config/campaign.yaml:1:1: the file is missing; {hint}"]


@pytest.mark.parametrize("name", ["._en.yaml", "._fr.yaml", ".DS_Store", "~$en.yaml", ".#en.yaml"])
def test_what_a_computer_leaves_beside_a_file_is_passed_over(folder: Folder, name: str) -> None:
    folder.write(f"messages/{name}", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")
    folder.load()
    assert not [one for one in attention(folder.root, TODAY) if name in one.path]


@pytest.mark.parametrize(
    ("name", "code"), [("french", "fr"), ("Deutsch", "de"), ("pt-br", "pt-BR"), ("fr copy", "fr")]
)
def test_a_language_is_meant_by_its_name(folder: Folder, name: str, code: str) -> None:
    folder.write(f"messages/{name}.yaml", "greeting:\n  button: Oui\n")
    (fault,) = folder.faults()
    assert fault.endswith(f"is no language code; did you mean “{code}”?")


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        (
            "name: Spring",
            "name: Ask More #Hashtag",
            COMMENT,
        ),
        (
            "name: Spring",
            "name: „Spring“",
            '2:7: name: has its curly quotes shown; for quotes of YAML type straight ones (")',
        ),
        (
            "name: Spring",
            'name: Spring"',
            "2:7: name: ends with a quote that nothing opens; it will be shown",
        ),
        (
            "en: I pledge.",
            "en: I pledge &amp; mean it.",
            ENTITY,
        ),
        ("name: Spring", "name: Spring,", f"2:7: name: ends with “,”, {COMMA}"),
        ("name: Spring", "name: FrÃ¼hling", f"2:7: name: has “Ã¼”, {DECODED}"),
        (
            "en: What it is.",
            'en: "<b>What</b> it is."',
            f"5:7: about.en: has <b>, a mark of web pages, {SHOWN} the words alone",
        ),
        ("en: What it is.", 'en: "…"', "5:7: about.en: is “…” still; write the words"),
        (
            "en: What it is.",
            "en: What ｛it｝ is.",
            f"5:7: about.en: has ｛it｝ in wide braces, {SHOWN} {{it}}",
        ),
    ],
)
def test_what_is_valid_and_hardly_meant_is_remarked(
    folder: Folder, old: str, new: str, remark: str
) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign(old, new)
    folder.load()
    (found,) = set(attention(folder.root, TODAY)) - before
    assert str(found) == f"config/campaign.yaml:{remark}"


@pytest.mark.parametrize(
    "line", ["name: Spring # the season", "name: Spring", 'name: "Spring" #quoted', "name: A#b"]
)
def test_a_comment_as_people_write_them_is_none(folder: Folder, line: str) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign("name: Spring", line)
    assert set(attention(folder.root, TODAY)) == before


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("letter.txt", "rename it to letter.yaml"),
        ("LETTER", "rename it to letter.yaml"),
        ("letter.yaml.bak", None),
        ("Icon\r", None),
        ("README.md", None),
        ("README", None),
        ("it.yaml", "the words of a language stand in messages/it.yaml"),
        ("Messages/it.yaml", "the folder of the languages’ files is named messages; rename it"),
        ("messages/it.YAML", "rename it to it.yaml"),
        ("messages/it.txt", "rename it to it.yaml"),
        ("messages/it", "rename it to it.yaml"),
        ("messages/README.txt", None),
        (
            "messages/it/it.yaml",
            "the languages’ files lie in messages itself; move them there",
        ),
    ],
)
def test_what_would_be_passed_over_in_silence_is_remarked(
    folder: Folder, name: str, told: str | None
) -> None:
    (folder.root / "letter.yaml").unlink(missing_ok=True)
    before = set(attention(folder.root, TODAY))
    (folder.root / name).parent.mkdir(exist_ok=True)
    folder.write(name, "greeting:\n  button: Firma\n")
    found = [one.message for one in set(attention(folder.root, TODAY)) - before]
    assert found == ([f"is not read: {told}"] if told else [])


def test_a_file_that_the_disk_finds_by_another_spelling_is_read(folder: Folder) -> None:
    (folder.root / "Campaign.yaml").hardlink_to(folder.root / "campaign.yaml")
    assert not [one for one in attention(folder.root, TODAY) if "is not read" in one.message]


def test_a_file_in_the_place_of_the_folder_of_languages_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
    (tmp_path / "messages").write_text("greeting:\n  button: Firma\n", "utf-8")
    assert [one.message for one in attention(tmp_path, TODAY)] == [
        "is not read: messages is a folder, with a file for each language"
    ]


def test_a_file_that_is_left_out_by_its_name_is_remarked(folder: Folder) -> None:
    folder.write("messages/fr.yaml.txt", "greeting:\n  button: Signer\n")
    folder.write("speech.docx", b"PK\x03\x04")
    found = [str(one) for one in attention(folder.root, TODAY) if "is not read" in one.message]
    assert found == [
        "config/messages/fr.yaml.txt:1:1: is not read: rename it to fr.yaml",
        f"config/speech.docx:1:1: {NOT_READ}",
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("letters.yaml", "letter.yaml"),
        ("campaign (1).yaml", "campaign.yaml"),
        ("Campaign.yml", "campaign.yaml"),
        ("notes.yaml", None),
    ],
)
def test_a_file_by_another_name_is_remarked(folder: Folder, name: str, meant: str | None) -> None:
    folder.write(name, "title: A letter\n")
    found = [one for one in attention(folder.root, TODAY) if "is not read" in one.message]
    assert [one.path for one in found] == [f"config/{name}"]
    guess = f"; did you mean “{meant}”?" if meant else "resources.yaml"
    assert found[0].message.endswith(guess)
