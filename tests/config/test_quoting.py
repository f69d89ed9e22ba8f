"""What is written in quotes is read back as it was."""

from __future__ import annotations

import pytest
import yaml

from bot.config.yaml.quoting import quoted


@pytest.mark.parametrize(
    "text", ["null", "1984", "#Hashtag", 'say "so"', "back\\slash", "a\nb", "é 道"]
)
def test_a_text_in_quotes_is_read_back_as_it_was(text: str) -> None:
    assert yaml.safe_load(f"key: {quoted(text)}") == {"key": text}
