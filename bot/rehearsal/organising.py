"""What the organiser does in the scripted visit: quotes the number, shows it, hands it out."""

from __future__ import annotations

from typing import Final

from bot.rehearsal.visit import Visit, expect

CHART: Final = "amh:tally:chart:30:campaign"
LISTED: Final = "amh:pledge:list"
LIST: Final = "amh:pledge:list_yes"
POLICY: Final = "amh:privacy:exports"


async def organise(visit: Visit) -> None:
    """Let Sam organise, with Jonas on the wall, and let Elif see who took files."""
    visit.step("Sam organises: the tally, its chart, a sentence to quote, and a board for everyone")
    await visit.press("sam", await visit.type("sam", "tally show"), CHART)
    await visit.type("sam", "tally brief")
    for _ in range(2):
        await visit.type("sam", "tally board")
        boards = visit.posted(CHART)
        expect(boards == 1, f"there should be one board in the channel, and there are {boards}")

    visit.step("Jonas chooses to be listed, and Sam takes the published days and the wall as files")
    mine = await visit.type("jonas", "pledge mine")
    await visit.press("jonas", await visit.press("jonas", mine, LISTED), LIST)
    files = visit.files(await visit.type("sam", "tally export"))
    (members,) = [one for name, one in files.items() if "-members-" in name]
    listed = [one for one in visit.room.actors if str(visit.room.actors[one].id) in members]
    expect(listed == ["jonas"], f"Jonas alone is listed, and the file holds {listed}")
    await visit.press("elif", await visit.type("elif", "privacy policy"), POLICY)
    expect("@Sam" in visit.last, "everyone should see that Sam took files")
