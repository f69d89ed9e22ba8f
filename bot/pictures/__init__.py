"""Pictures of words, drawn in a process of their own: the bot never waits for a drawing."""

from __future__ import annotations

from bot.pictures.chart import Chart, Mark, Subplot, Tick
from bot.pictures.pictures import Pictures
from bot.pictures.quotation import Quotation
from bot.pictures.typesetting import sign_without_font

__all__ = ["Chart", "Mark", "Pictures", "Quotation", "Subplot", "Tick", "sign_without_font"]
