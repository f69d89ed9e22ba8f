"""A number is shown as it is written, and dialled as its country dials it."""

from __future__ import annotations

import pytest

from bot.config.models.phones import NotDiallable, phone
from bot.domain.resources import Phone


@pytest.mark.parametrize(
    ("written", "country", "tel"),
    [
        ("116 016", "DE", "tel:116016"),
        ("116 016", "ES", "tel:116016"),
        ("3919", "FR", "tel:3919"),
        ("016", "ES", "tel:016"),
        ("180", "BR", "tel:180"),
        ("181", "IN", "tel:181"),
        ("079", "MX", "tel:079"),
        ("0808  2000 247", "GB", "tel:+448082000247"),
        ("(01) 554 3811", "IE", "tel:+35315543811"),
    ],
)
def test_a_number_is_shown_as_written_and_dialled_as_its_country_does(
    written: str, country: str, tel: str
) -> None:
    assert phone(written, [country]) == Phone(" ".join(written.split()), tel)


@pytest.mark.parametrize(
    ("written", "country"), [("116 016", "US"), ("3919", "GB"), ("0800", "GB"), ("+1 800 5", "US")]
)
def test_a_number_that_its_country_cannot_dial_is_refused(written: str, country: str) -> None:
    with pytest.raises(NotDiallable, match=f"valid number for {country}"):
        phone(written, [country])
