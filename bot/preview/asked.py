"""A catalogue that notes which of its words were asked for: those that a card is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.config import Catalogue


class AskedCatalogue(Mapping[str, "str | Mapping[str, str]"]):
    """The words of one language, with the keys that were asked for since `begin`, in order.

    Attributes:
        asked: the keys that were asked for.
        lacking: those of them that this language has no words for.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.begin()

    def begin(self) -> None:
        """Forget what was asked for."""
        self.asked: dict[str, None] = {}
        self.lacking: dict[str, None] = {}

    def __getitem__(self, key: str) -> str | Mapping[str, str]:
        self.asked[key] = None
        try:
            return self._catalogue[key]
        except KeyError:
            self.lacking[key] = None
            raise

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue)

    def __len__(self) -> int:
        return len(self._catalogue)
