"""One font file: which signs it has, and how wide it sets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import uharfbuzz  # pyright: ignore[reportMissingTypeStubs]

_harfbuzz: Final[Any] = uharfbuzz  # it comes without types


class Font:
    """A font as the renderer will use it."""

    def __init__(self, path: Path) -> None:
        self._face: Any = _harfbuzz.Face(_harfbuzz.Blob.from_file_path(str(path)))
        self._font: Any = _harfbuzz.Font(self._face)

    def has(self, sign: str) -> bool:
        """Return whether the font has a sign."""
        return self._font.get_nominal_glyph(ord(sign)) is not None

    def width(self, text: str) -> float:
        """Return how wide a text of one script is, shaped and kerned, in ems."""
        buffer: Any = _harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        _harfbuzz.shape(self._font, buffer)
        return sum(position.x_advance for position in buffer.glyph_positions) / self._face.upem
