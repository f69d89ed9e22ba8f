"""The process that draws: reads requests from its input, writes PNGs, ends when the input does."""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

from bot.pictures.chart import Chart
from bot.pictures.chart_drawing import ChartDrawing
from bot.pictures.drawing import Drawing
from bot.pictures.quotation import Quotation


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request until there are no more.

    Each request and each answer is preceded by its length, four bytes. An empty answer says that
    this one cannot be drawn.
    """
    quotations, charts = Drawing(), ChartDrawing()
    while len(head := requests.read(4)) == 4:
        request = requests.read(int.from_bytes(head, "big"))
        try:
            if json.loads(request)["kind"] == Chart.kind:
                png = charts.png(Chart.from_bytes(request))
            else:
                png = quotations.png(Quotation.from_bytes(request))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 - a panic of the renderer is no Exception
            png = b""
        answers.write(len(png).to_bytes(4, "big") + png)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
