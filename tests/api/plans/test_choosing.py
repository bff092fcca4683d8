"""What rows answer to is chosen many at once, in a form without scripts or by a program, as one edit of the text."""

import html
import re

from tests.api.house import House, key
from tests.api.linked import ROW, joined, link
from tests.api.plans.test_supports import supports
from tests.api.plans.test_versions import edited


async def test_proposals_are_ticked_and_saved_at_once(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    await office.draft()
    of = f"{other.id}/rkt-{other.year}"
    told = (await office.drafter.get(f"{office.path}/supports?of={of}")).json()
    assert len(told["others"]) == len(told["rows"]) == 31
    assert all(row["row"] in row["proposed"] for row in told["rows"])
    page = await office.drafter.page(f"{office.path}/supports?of={of}&propose=1")
    boxes = re.findall(r'name="(link:[^"]+)" value="([^"]+)" checked', page.text)
    assert len(boxes) == 31
    rows = re.findall(r'name="row" value="([^"]+)"', page.text)
    fields: dict[str, str | list[str]] = {"of": of, "row": rows, "text_version": "1"}
    fields |= {html.unescape(name): html.unescape(value) for name, value in boxes}
    command = key()
    for _ in range(2):
        saved = await office.drafter.press(f"{office.path}/supports", fields, command)
        assert saved.status_code == 303, saved.text
    plan = await office.plan()
    assert plan["version"] == 2
    assert all(i["supports"] for part in plan["text"]["parts"] for i in part["indicators"])


async def test_a_row_is_found_by_its_number_or_its_words_and_what_is_not_found_stays_typed(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    await office.draft()
    fields: dict[str, str | list[str]] = {"of": f"{other.id}/rkt-{other.year}", "text_version": "1"}
    fields |= {"row": ["a-i01", "a-i08", "b-i01"], "add:a-i01": "3", "add:a-i08": "Perempuan", "add:b-i01": "pemilih"}
    refused = await office.drafter.press(f"{office.path}/supports", fields)
    assert refused.status_code == 422
    assert "memuat “pemilih”" in refused.text
    assert 'value="Perempuan"' in refused.text
    assert (await office.plan())["version"] == 1
    refused = await office.drafter.press(f"{office.path}/supports", fields | {"add:b-i01": "entah apa"})
    assert "Tidak ada baris dokumen yang dipilih" in refused.text
    saved = await office.drafter.press(f"{office.path}/supports", fields | {"add:b-i01": ""})
    assert saved.status_code == 303, saved.text
    plan = await office.plan()
    assert [supports(plan, row)[0]["row"] for row in ("a-i01", "a-i08")] == ["a-i03", "a-i08"]
    assert supports(plan, "b-i01") == []


async def test_a_row_that_changed_is_taken_over_and_one_that_is_unticked_is_unlinked(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    upper = await other.draft()
    await office.draft()
    path = f"{office.path}/supports"
    linked = [{"row": row, "supports": [link(other, row)]} for row in (ROW, "a-i01")]
    saved = await office.drafter.ask(path, {"links": linked}, 1)
    assert saved.status_code == 201, saved.text
    await other.drafter.ask(f"{other.path}/text", edited(upper, "99%"), 1)
    page = await office.drafter.page(path)
    assert "Kini berbunyi lain" in page.text
    address = f"{other.id}/rkt-{other.year}/{ROW}"
    fields: dict[str, str | list[str]] = {"of": "", "row": [ROW, "a-i01"], "text_version": "2"}
    fields |= {f"link:{ROW}": address, f"fresh:{ROW}": f"2/{address}"}
    saved = await office.drafter.press(path, fields)
    assert saved.status_code == 303, saved.text
    plan = await office.plan()
    assert [(s["version"], s["target"]["text"]) for s in supports(plan)] == [(2, "99%")]
    assert supports(plan, "a-i01") == []


async def test_a_program_names_rows_that_are_there_on_the_text_that_it_saw(house: House) -> None:
    office, other = await house.office(), await house.office()
    await joined(house, office, other)
    await other.draft()
    await office.draft()
    path = f"{office.path}/supports"
    nowhere = await office.drafter.ask(path, {"links": [{"row": "z", "supports": []}]}, 1)
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "unknown-row")
    body = {"links": [{"row": ROW, "supports": [link(other)]}]}
    stale = await office.drafter.ask(path, body, 7)
    assert (stale.status_code, stale.json()["code"]) == (412, "text-changed")
    assert (await office.drafter.ask(path, body)).status_code == 428
    assert (await office.secretary.ask(path, body, 1)).status_code == 403
    assert (await office.secretary.get(path)).status_code == 403
