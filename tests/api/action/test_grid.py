"""The grid of an action plan: what is right is recorded, what is not stays typed, and nobody's cell is written over."""

import re
from typing import Any

from domain.kernel.actor import Role
from tests.api.forms import faults, fields
from tests.api.house import Kantor, Person
from tests.api.played import Year, done


class Grid:
    """The grid as somebody has it open: the fields of its rows, by indicator and cell."""

    def __init__(self, year: Year, person: Person, html: str) -> None:
        self.year, self.person, self.html = year, person, html
        self.form = fields(html, f"{year.action}/edit")
        self.rows = {value: name.partition(".")[0] for name, value in self.form.items() if name.endswith(".id")}

    def name(self, row: str, cell: str) -> str:
        return f"{self.rows[row]}.{cell}"

    def text(self, row: str, cell: str) -> str:
        return self.form[self.name(row, cell)]

    async def save(self, *only: str, put: str = "", **typed: str) -> Any:
        """Type into cells, each named `row__cell`, and save; of these rows alone, as the script sends them."""
        for place, text in typed.items():
            row, _, cell = place.replace("_", "-", 0).partition("__")
            self.form[self.name(row.replace("_", "-"), cell.replace("_", "."))] = text
        numbers = {self.rows[row] for row in only or self.rows}
        sent = {n: v for n, v in self.form.items() if n.partition(".")[0] in numbers or not n[0].isdigit()}
        return await self.person.press(f"{self.year.action}/edit", sent | ({"put": put} if put else {}))


async def opened(year: Year, person: Person | None = None) -> Grid:
    who = person or year.office.planner
    page = await who.page(f"{year.action}/edit")
    assert page.status_code == 200, page.text
    return Grid(year, who, page.text)


async def row(year: Year, indicator: str) -> Any:
    return await year.read(f"{year.action}/rows/{indicator}")


async def versions(year: Year) -> int:
    return int((await year.read(year.action))["version"])


_SHARE = {"a_i07__measure": "1", "a_i07__targets_1": "70", "a_i07__targets_4": "77"}


async def test_a_save_records_only_what_changed_as_one_version(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    grid = await opened(year)
    assert len(grid.rows) == 31
    saved = await grid.save(**_SHARE, a_i07__owners="oka saputra", a_i07__steps="Sosialisasi.\r\nRapat.")
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{year.action}/edit?recorded=1")
    recorded = await row(year, "a-i07")
    assert [aim and aim["text"] for aim in recorded["targets"]] == ["70", None, None, "77"]
    assert recorded["owners"][0]["person"] == office.owner.account.person
    assert recorded["steps"]["year"] == "Sosialisasi.\nRapat."
    assert await versions(year) == 1
    again = await (await opened(year)).save()
    assert (again.status_code, await versions(year)) == (303, 1)


async def test_what_is_right_is_recorded_and_what_is_not_stays_typed_and_says_why(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    grid = await opened(year)
    typed = {**_SHARE, "a_i08__measure": "1", "a_i08__targets_1": "59.89", "a_i08__steps": "Kata-kata. (contoh)"}
    answer = await grid.save(**typed, a_i09__owners="Budi yang tidak ada", a_i09__steps="Rapat.")
    assert answer.status_code == 200
    assert faults(answer.text) == ["a-i08.targets.1", "a-i09.owners"]
    after = Grid(year, office.planner, answer.text)
    assert (after.text("a-i08", "targets.1"), after.text("a-i09", "owners")) == ("59.89", "Budi yang tidak ada")
    assert 'href="#a-i08.targets.1"' in answer.text
    # Of the same rows, what was right is there already.
    assert (await row(year, "a-i07"))["targets"][3]["text"] == "77"
    assert (await row(year, "a-i08"))["steps"]["year"] == "Kata-kata. (contoh)"
    assert (await row(year, "a-i08"))["policy"] is not None
    assert (await row(year, "a-i09"))["steps"]["year"] == "Rapat."
    mended = await after.save(a_i08__targets_1="59,89", a_i08__targets_4="77", a_i09__owners="")
    assert mended.status_code == 303
    assert (await row(year, "a-i08"))["targets"][0]["text"] == "59,89"


async def test_two_who_write_other_cells_of_a_row_both_stand(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    mine, theirs = await opened(year), await opened(year, office.drafter)
    assert (await theirs.save("a-i07", a_i07__steps="Milik penyusun.")).status_code == 303
    assert (await mine.save(a_i07__owners="Oka Saputra")).status_code == 303
    recorded = await row(year, "a-i07")
    assert (recorded["steps"]["year"], len(recorded["owners"])) == ("Milik penyusun.", 1)


async def test_a_cell_that_somebody_else_changed_is_named_and_never_written_over(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    mine, theirs = await opened(year), await opened(year, office.drafter)
    assert (await theirs.save(a_i07__steps="Milik penyusun.")).status_code == 303
    answer = await mine.save(a_i07__steps="Milik perencana.", a_i08__steps="Rapat.")
    assert (answer.status_code, faults(answer.text)) == (200, ["a-i07.steps"])
    assert "Dewi Anggraini sementara itu mengubahnya menjadi: Milik penyusun." in answer.text
    assert (await row(year, "a-i08"))["steps"]["year"] == "Rapat."
    # Pressing the same button again changes nothing; only the one that says so does.
    again = Grid(year, office.planner, answer.text)
    assert again.text("a-i07", "steps") == "Milik perencana."
    assert faults((await again.save()).text) == ["a-i07.steps"]
    assert (await row(year, "a-i07"))["steps"]["year"] == "Milik penyusun."
    take, over = re.findall(r'name="put" value="([^"]+)"', answer.text)
    assert (await Grid(year, office.planner, answer.text).save(put=over)).status_code == 303
    assert (await row(year, "a-i07"))["steps"]["year"] == "Milik perencana."
    assert take.startswith(f"{again.rows['a-i07']}.steps=")


async def test_an_owner_writes_the_steps_of_their_rows_alone(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    assert (await (await opened(year)).save(a_i07__owners="Oka Saputra")).status_code == 303
    grid = await opened(year, office.owner)
    assert list(grid.rows) == ["a-i07"]
    assert {name.partition(".")[2] for name in grid.form if name[0].isdigit()} == {"id", "base", "steps"}
    assert (await grid.save(a_i07__steps="Milik PIC.")).status_code == 303
    assert (await row(year, "a-i07"))["steps"]["year"] == "Milik PIC."
    assert (await office.chair.page(f"{year.action}/edit")).status_code == 403


async def test_who_writes_alone_is_told_at_the_beginning_that_another_checks(office: Kantor) -> None:
    year = Year(office)
    await year.signed_plan()
    alone = "tetapi belum ada orang lain yang dapat melakukannya"
    assert alone in (await office.planner.page(year.action)).text
    done(await office.planner.ask(year.action, {}))
    assert alone in (await office.planner.page(f"{year.action}/edit")).text
    writer = office.planner
    await office.house.person(office, Role.PLANNER, "Wayan Sudarma")
    text = (await writer.page(f"{year.action}/edit")).text
    assert alone not in text
    assert "dilakukan orang lain: Wayan Sudarma." in text


async def test_an_edit_that_loses_its_answer_is_sent_again_without_harm(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    grid = await opened(year)
    first = await grid.save(**_SHARE)
    second = await grid.save()
    assert (first.status_code, second.status_code, await versions(year)) == (303, 303, 1)
