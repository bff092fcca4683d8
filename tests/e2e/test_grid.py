"""The grid as people from a spreadsheet use it: keys, ranges, the clipboard, one step back."""

from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import WIDE, Open

FIRST, SECOND, THIRD = "a-i07", "a-i08", "a-i09"  # three indicators of one goal


def target(row: str) -> str:
    """Return how the target of an indicator is found."""
    return f"[id='{row}.target']"


def text(row: str) -> str:
    """Return how the wording of a row is found."""
    return f"[id='{row}.text']"


async def editor(office: Kantor, new_page: Open, size: tuple[int, int] = WIDE) -> Page:
    """Open the editor of the sample plan."""
    await office.draft()
    page = await new_page(Role.DRAFTER, size)
    await page.goto(f"{office.path}/edit")
    return page


async def paste(page: Page, pasted: str) -> None:
    """Paste as a spreadsheet does, into the cell one is at."""
    await page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        pasted,
    )


async def copied(page: Page, how: str = "copy") -> dict[str, str]:
    """Return what copying or cutting puts on the clipboard."""
    return await page.evaluate(  # type: ignore[no-any-return]
        """how => {
            const clipboardData = new DataTransfer();
            const event = new ClipboardEvent(how, { clipboardData, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
            return { text: clipboardData.getData("text/plain"), html: clipboardData.getData("text/html") };
        }""",
        how,
    )


async def values(page: Page, column: str = "target") -> list[str]:
    """Return what stands in a column of the first table, from above."""
    cells = f"[data-part='A'] .e-goals td[data-column='{column}'] [data-cell]"
    return await page.locator(cells).evaluate_all("all => all.map((each) => each.value)")  # type: ignore[no-any-return]


async def whole(page: Page) -> str:
    """Return everything that would be sent but the id of the command."""
    return await page.evaluate(  # type: ignore[no-any-return]
        """() => [...new FormData(document.getElementById("editor"))]
            .filter(([name]) => name !== "command_id" && !/^rows-\\d+-id$/.test(name))
            .map(([name, value]) => `${name.replace(/\\d+/, "")}=${value}`).join("\\n")"""
    )


async def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        await page.keyboard.press(key)


async def test_typing_replaces_what_stands_and_escape_gives_it_back(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(SECOND))
    await page.keyboard.type("79%")
    await expect(page.locator(target(SECOND))).to_have_value("79%")
    await press(page, "Escape")
    await expect(page.locator(target(SECOND))).to_have_value("77%")
    await press(page, "F2", "Backspace")
    await expect(page.locator(target(SECOND))).to_have_value("77")


async def test_arrows_walk_over_cells_and_type_over_them(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await page.keyboard.type("70%")
    await press(page, "ArrowDown")
    await expect(page.locator(target(SECOND))).to_be_focused()
    await press(page, "ArrowLeft")
    await expect(page.locator(text(SECOND))).to_be_focused()
    await press(page, "End", "ArrowLeft")
    await expect(page.locator(target(SECOND))).to_be_focused()
    await press(page, "Control+Home")
    assert await page.evaluate("document.activeElement === document.querySelector('.e-goals [data-cell]')")
    await expect(page.locator(target(FIRST))).to_have_value("70%")


async def test_ctrl_down_goes_from_goal_to_goal(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(SECOND))
    here = await page.locator(f".e-section:has({target(SECOND)})").get_attribute("data-group")
    await press(page, "Control+ArrowDown")
    there = await page.evaluate("document.activeElement.closest('.e-goal').id")
    goals = await page.locator("[data-part='A'] .e-section").evaluate_all("all => all.map((one) => one.dataset.group)")
    assert goals.index(there) == goals.index(here) + 1


async def test_enter_at_the_end_makes_the_next_row_which_goes_when_nothing_is_written(
    office: Kantor, new_page: Open
) -> None:
    page = await editor(office, new_page)
    before = await whole(page)
    await page.click(target(THIRD))
    rows = await page.locator(".e-goals .e-indicator").count()
    await page.keyboard.type("77%")
    await press(page, "Enter")
    await expect(page.locator(".e-goals .e-indicator")).to_have_count(rows + 1)
    await press(page, "ArrowUp")
    await expect(page.locator(".e-goals .e-indicator")).to_have_count(rows)
    assert await whole(page) == before


async def test_a_range_is_taken_by_keys_and_by_the_mouse_and_said(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight")
    await expect(page.locator("td.taken")).to_have_count(6)
    await expect(page.get_by_role("status").filter(has_text="Dipilih")).to_have_text("Dipilih: 3 × 2 sel")
    await press(page, "ArrowUp")
    await expect(page.locator("td.taken")).to_have_count(0)
    await page.locator(text(FIRST)).hover()
    await page.mouse.down()
    await page.locator(target(SECOND)).hover()
    await page.mouse.up()
    await expect(page.locator("td.taken")).to_have_count(4)


async def test_a_range_is_copied_as_spreadsheets_read_it(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.fill(text(FIRST), 'Persentase "baru"\ndengan dua baris')
    await press(page, "F2", "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    taken = await copied(page)
    first, second = taken["text"].split("\n", 1)[0], taken["text"].rsplit("\n", 1)[1]
    assert first == '"Persentase ""baru""'
    assert second.split("\t")[1:] == ["77%", "Persen"]
    assert taken["html"].count("<tr>") == 2
    assert "<br>" in taken["html"]


async def test_a_range_from_a_spreadsheet_is_pasted_over_rows_and_columns_in_one_step(
    office: Kantor, new_page: Open
) -> None:
    page = await editor(office, new_page)
    before = await whole(page)
    lines = [f"Indikator {n}\t{n}%\tPersen" for n in range(1, 20)]
    lines.append('"Indikator ""20""\nbaris kedua"\t20%\tPersen')
    await page.click(text(FIRST))
    await paste(page, "\r\n".join(lines) + "\r\n")
    section = page.locator(f".e-section:has({target(FIRST)})")
    await expect(section.locator(".e-indicator")).to_have_count(20)
    rows = section.locator(".e-indicator")
    assert await rows.nth(3).locator("textarea").input_value() == "Indikator 4"
    assert await rows.nth(19).locator("textarea").input_value() == 'Indikator "20"\nbaris kedua'
    assert await rows.nth(19).locator("[name$='-target']").input_value() == "20%"
    await press(page, "Control+z")
    assert await whole(page) == before
    await press(page, "Control+y")
    await expect(section.locator(".e-indicator")).to_have_count(20)


async def test_figures_are_pasted_over_the_rows_of_several_goals(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    had = await values(page)
    await page.locator("[data-part='A'] .e-goals td[data-column='target'] [data-cell]").first.click()
    await paste(page, "\n".join(f"{n}%" for n in range(len(had))))
    assert await values(page) == [f"{n}%" for n in range(len(had))]


async def test_values_beyond_the_last_column_are_told(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(text(FIRST))
    await paste(page, "Indikator\t80%\tPersen\tdan lagi")
    await expect(page.get_by_text("Tidak ada kolom untuk")).to_contain_text("dan lagi")
    assert await page.locator(target(FIRST)).input_value() == "80%"


async def test_what_was_copied_out_with_its_goals_lies_where_it_lay(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(text(SECOND))
    await press(page, "Control+a")
    before = await whole(page)
    taken = await copied(page)
    await press(page, "Control+Home")
    await paste(page, taken["text"].replace("77%", "78%"))
    assert await whole(page) == before.replace("target=77%", "target=78%", await values_count(before))


async def values_count(form: str) -> int:
    """Return how often the first table has the target that is looked for."""
    return form.count("target=77%")


async def test_one_value_is_pasted_into_every_cell_of_a_range(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    await paste(page, "81%")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND, THIRD)] == ["81%"] * 3


async def test_fill_down_and_delete_work_on_the_range(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await page.keyboard.type("80%")
    await press(page, "F2", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND, THIRD)] == ["80%"] * 3
    await press(page, "Delete")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND, THIRD)] == [""] * 3
    await press(page, "Control+z", "Control+z")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND, THIRD)] == ["80%", "77%", "77%"]


async def test_cut_takes_the_cells_away(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(SECOND))
    assert (await copied(page, "cut"))["text"] == "77%"
    await expect(page.locator(target(SECOND))).to_have_value("")


async def test_what_a_list_does_not_have_is_said_in_its_cell_and_stops_nothing(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await paste(page, "11%\tUnsur 2\n12%\tPersen")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND)] == ["11%", "12%"]
    await expect(page.locator("td .fault")).to_have_text("“Unsur 2” tidak ada dalam pilihan di sini.")


async def test_the_unit_of_a_spreadsheet_stands_before_or_behind_its_figure(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await paste(page, "Persen\t81\n12\tDokumen\n7,5\tPersen")
    assert [await page.input_value(target(row)) for row in (FIRST, SECOND, THIRD)] == ["81%", "12 Dokumen", "7,5"]
    kinds = page.locator(f".e-section:has({target(FIRST)}) [name$='-target_kind']")
    chosen = await kinds.evaluate_all("all => all.map((one) => one.value)")
    assert chosen == ["percentage", "quantity", "percentage"]


async def test_rows_are_inserted_duplicated_and_removed_by_keys_and_all_comes_back(
    office: Kantor, new_page: Open
) -> None:
    page = await editor(office, new_page)
    before = await whole(page)
    section = page.locator(f".e-section:has({target(FIRST)}) .e-indicator")
    await page.click(target(SECOND))
    await press(page, "Alt+Shift+ArrowDown")
    assert await section.nth(2).locator("[name$='-target']").input_value() == "77%"
    await press(page, "Alt+Insert")
    await expect(section).to_have_count(5)
    await press(page, "Alt+Delete", "Alt+Delete")
    await expect(section).to_have_count(3)
    await press(page, "Control+z", "Control+z", "Control+z", "Control+z")
    assert await whole(page) == before


async def test_a_goal_is_duplicated_with_what_stands_under_it(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    goal = await page.locator(f".e-section:has({target(FIRST)})").get_attribute("data-group")
    count = await page.locator("[data-part='A'] .e-indicator").count()
    await page.click(text(str(goal)))
    await press(page, "Alt+Shift+ArrowDown")
    await expect(page.locator("[data-part='A'] .e-indicator")).to_have_count(count + 3)
    made = await page.evaluate("document.activeElement.closest('tbody').dataset.group")
    parents = page.locator(f"[data-group='{made}'] .e-indicator [name$='-parent']")
    assert await parents.evaluate_all("all => all.map((one) => one.value)") == [made] * 3
    await press(page, "Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")


async def test_a_row_is_carried_to_another_goal_by_the_mouse(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.locator(f"[id='{FIRST}'] .e-no").hover()
    await page.mouse.down()
    await page.locator(f"[id='{THIRD}'] .e-no").hover()
    await page.mouse.up()
    section = page.locator(f".e-section:has({target(FIRST)}) .e-indicator")
    assert await section.evaluate_all("all => all.map((one) => one.id)") == [SECOND, THIRD, FIRST]


async def test_find_and_replace_counts_and_is_one_step(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    before = await whole(page)
    await page.click(target(FIRST))
    await press(page, "Control+f")
    await page.get_by_label("Cari", exact=True).fill("pemilih")
    await expect(page.locator("#grid-find output")).to_contain_text("dari")
    await page.get_by_label("Ganti dengan").fill("warga")
    await page.get_by_role("button", name="Ganti semua").click()
    await expect(page.locator("#grid-find output")).to_contain_text("Diganti")
    assert "pemilih" not in "".join(await values(page, "text")).lower()
    await press(page, "Escape", "Control+z")
    assert await whole(page) == before


async def test_faults_of_the_server_stand_in_their_cells_and_lead_there(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.fill(target(FIRST), "59.89")
    await page.fill(target(THIRD), "1.000")
    await press(page, "Control+s")
    await expect(page.locator("#problem li")).to_have_count(2)
    await expect(page.locator("td .fault")).to_have_count(2)
    await page.locator("#problem a").nth(1).click()
    await expect(page.locator(target(THIRD))).to_be_focused()
    await page.keyboard.type("78%")
    await expect(page.locator("td .fault")).to_have_count(1)


async def test_a_save_leaves_one_where_one_is(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.evaluate("document.body.dataset.same = 'yes'")
    await page.click(target(FIRST))
    await page.keyboard.type("78%")
    await press(page, "Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    await expect(page.locator(target(FIRST))).to_be_focused()
    await press(page, "Control+z", "Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 3")
    assert await page.get_attribute("body", "data-same") == "yes"


async def test_what_was_typed_before_the_page_came_is_saved_with_it(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(FIRST))
    await page.keyboard.type("78%")
    async with page.expect_response("**/kept"):
        await press(page, "Alt+Shift+ArrowDown")
    await page.close(run_before_unload=False)
    again = await new_page(Role.DRAFTER)
    await again.goto(f"{office.path}/edit")
    await expect(again.locator(target(FIRST))).to_have_value("78%")
    await press(again, "Control+s")
    await expect(again.locator("#unsaved")).to_contain_text("versi 2")
    await again.reload()
    assert (await values(again)).count("78%") == 2


async def test_doing_again_takes_nothing_that_is_typed(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(SECOND))
    await page.keyboard.type("79%")
    await press(page, "Enter", "Control+z")
    await page.keyboard.type("80%")
    await press(page, "Control+y")
    await expect(page.locator(target(SECOND))).to_have_value("80%")


async def test_the_corner_of_a_cell_fills_only_what_it_is_drawn_down_over(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.click(target(SECOND))
    before = await values(page)
    await page.hover(".grid-fill")
    await page.mouse.down()
    await page.mouse.up()
    assert await values(page) == before
    await page.hover(".grid-fill")
    await page.mouse.down()
    await page.hover(target(FIRST))
    await page.mouse.up()
    assert await values(page) == before
