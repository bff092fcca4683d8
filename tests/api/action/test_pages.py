"""The pages of the action plan: written, refused beside the field, confirmed, accepted, signed, and opened again."""

from typing import Any

import pytest

from domain.kernel.actor import Role
from domain.measure.target import Opinion
from tests.api.forms import faults, fields
from tests.api.house import Kantor, Person, key
from tests.api.played import Year, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """An action plan that is being written, which the tests share: each takes rows of its own."""
    year = Year(shared)
    await year.begun()
    return year


async def form(year: Year, row: str, person: Person | None = None) -> dict[str, str]:
    """Return what the form of a row would send."""
    page = await (person or year.office.planner).page(f"{year.action}/rows/{row}")
    assert page.status_code == 200, page.text
    return fields(page.text, f"{year.action}/rows/{row}")


async def save(year: Year, row: str, **changed: str) -> Any:
    """Fill fields of a row's form, two underscores standing for a dot, and save it."""
    typed = {name.replace("__", "."): text for name, text in changed.items()}
    sent = await form(year, row) | typed
    return await year.office.planner.press(f"{year.action}/rows/{row}", sent)


async def recorded(year: Year, row: str) -> Any:
    """Return the row as it is recorded."""
    return await year.read(f"{year.action}/rows/{row}")


async def test_a_life_on_its_pages(office: Kantor) -> None:
    year = Year(office)
    await year.signed_plan()
    planner, owner, secretary = office.planner, office.owner, office.secretary
    assert (await office.chair.page(year.action)).status_code == 200
    assert await waiting(planner) == [("action", "begin")]
    assert f'href="{year.action}"' in (await planner.page(office.path)).text
    begun = await planner.press(year.action, fields((await planner.page(year.action)).text, year.action))
    assert (begun.status_code, begun.headers["Location"]) == (303, year.action)
    assert await waiting(planner) == [("action", "edit")]
    assert (await planner.press(f"{year.action}/submission", {"text_version": "0"})).status_code == 409

    done(await planner.ask(f"{year.action}/rows", {"rows": await year.rows()}, 0))
    page = (await planner.page(year.action)).text
    sent = await planner.press(f"{year.action}/submission", fields(page, f"{year.action}/submission"))
    assert sent.headers["Location"].startswith(f"{year.action}/receipts/")
    assert (await planner.page(sent.headers["Location"])).status_code == 200
    await year.printed()

    # The owner accepts on the page of the document, the planner who wrote is told why not.
    assert await waiting(owner) == [("action", "review")]
    assert f"{year.action}/parafs" not in (await planner.page(f"{year.action}/review")).text
    await press(year, owner, "parafs")
    office.people[Role.PLANNER] = checker = await office.house.person(office, Role.PLANNER, "Wayan Sudarma")
    page = (await checker.page(f"{year.action}/review")).text
    back = fields(page, f"{year.action}/returns")
    empty = await checker.press(f"{year.action}/returns", back | {"reason": ""})
    assert (empty.status_code, "reason" in faults(empty.text)) == (422, True)
    assert (await checker.press(f"{year.action}/returns", back | {"reason": "Terlalu rendah."})).is_redirect
    returned = await year.read(year.action)
    assert (returned["phase"], returned["returned"]["reason"]) == ("drafting", "Terlalu rendah.")
    assert "Terlalu rendah." in (await planner.page(year.action)).text
    assert "Terlalu rendah." in (await planner.page("/")).text

    page = (await planner.page(year.action)).text
    assert (await planner.press(f"{year.action}/submission", fields(page, f"{year.action}/submission"))).is_redirect
    for person, door in ((owner, "parafs"), (checker, "parafs"), (secretary, "signatures")):
        proof = await press(year, person, door)
    assert (await secretary.page(proof)).status_code == 200
    assert (await year.read(year.action))["phase"] == "signed"
    await year.printed()
    signed = f"{year.action}/documents/{(await year.state()).documents[-1].document}"
    picture = await owner.get(f"{signed}/pages/1.png", "image/png")
    assert picture.content.startswith(b"\x89PNG")

    # Who changes what is signed is told that a next version begins; until that is signed, this one is in force.
    row = (await year.state()).basis.parts[0].indicators[0].id
    page = (await planner.page(f"{year.action}/rows/{row}")).text
    assert 'class="warn"' in page
    changed = fields(page, f"{year.action}/rows/{row}") | {"steps.year": "Turun ke lapangan."}
    assert (await planner.press(f"{year.action}/rows/{row}", changed)).status_code == 303
    again = await year.read(year.action)
    assert (again["phase"], len(again["void"]), again["in_force"]["version"]) == ("drafting", 1, again["version"] - 1)
    assert signed.endswith(again["in_force"]["document"])
    text = (await planner.page(year.action)).text
    assert (f'href="{signed}"' in text, f'href="{signed}?void=1"' in text) == (True, False)
    old = next(d["document"] for d in again["documents"] if d["document"] != again["in_force"]["document"])
    marked = await planner.get(f"{year.action}/documents/{old}?void=1", "application/pdf")
    assert marked.content.startswith(b"%PDF-")


async def waiting(person: Person) -> list[tuple[str, str]]:
    """Return what waits for somebody on their desk."""
    return [(item["of"], item["act"]) for item in (await person.get("/")).json()["mine"]]


async def press(year: Year, person: Person, door: str) -> str:
    """Press the one button under the document that is shown, and return where it leads."""
    await year.printed()
    page = await person.page(f"{year.action}/review")
    answer = await person.press(f"{year.action}/{door}", fields(page.text, f"{year.action}/{door}"))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


async def test_what_is_proposed_is_confirmed_as_it_was_seen_and_never_by_itself(year: Year) -> None:
    where = f"{year.action}/proposals"
    sent = fields((await year.office.planner.page(where)).text, where)
    assert "indicators" not in sent
    nothing = await year.office.planner.press(where, sent)
    assert (nothing.status_code, faults(nothing.text)) == (422, ["indicators"])
    rows = ["a-i01", "a-i02"]
    other = await year.office.planner.press(where, {**sent, "seen": "0" * 64, "indicators": rows})
    assert (other.status_code, other.text.count("checked>")) == (409, 2)
    right = await year.office.planner.press(where, {**sent, "indicators": rows})
    assert (right.status_code, right.headers["Location"]) == (303, f"{where}?recorded=1")
    confirmed = [await recorded(year, row) for row in (*rows, "a-i03")]
    assert [row["policy"] and row["policy"]["version"] for row in confirmed] == [1, 1, None]


async def test_a_row_is_filled_in_and_the_next_one_that_lacks_something_comes(year: Year) -> None:
    owner = year.office.owner.account.person
    answer = await save(
        year, "a-i07", measure="proposed", targets__1="70", targets__2="72,5%", targets__3="", targets__4="77",
        owners=owner, steps__year="Sosialisasi.\nRapat.", steps__4="Evaluasi.", do="next",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{year.action}/rows/a-i08")
    row = await recorded(year, "a-i07")
    assert [aim and aim["text"] for aim in row["targets"]] == ["70", "72,5", None, "77"]
    assert (row["owners"][0]["person"], row["steps"]["quarters"][3]) == (owner, "Evaluasi.")
    assert (await form(year, "a-i07"))["measure"] == "kept"


async def test_what_cannot_be_read_stays_typed_with_the_fault_beside_it(year: Year) -> None:
    typed = {"measure": "proposed", "targets__1": "59.89", "targets__2": "lima", "steps__year": "Kata-kata. (contoh)"}
    answer = await save(year, "a-i08", **typed)
    assert (answer.status_code, faults(answer.text)) == (422, ["a-i08.targets.1", "a-i08.targets.2"])
    again = fields(answer.text, f"{year.action}/rows/a-i08")
    assert {name: again[name.replace("__", ".")] for name in typed} == typed
    assert (await recorded(year, "a-i08"))["policy"] is None


_SHARE = {"measure": "proposed", "targets__4": "77"}
_LEVELS = {
    **{"measure": "other", "policy__direction": "ordinal", "policy__formula": "met", "policy__scale": "ordinal"},
    **{"policy__scale_name": "Mutu", "policy__thresholds": "1"},
    **{"policy__rungs__0__name": "A", "policy__rungs__0__low": "80", "policy__rungs__0__high": "100"},
    **{"policy__rungs__1__name": "B", "policy__rungs__1__low": "50"},
}


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ({**_SHARE, "targets__4": "70"}, "targets", "kurang 7"),
        ({**_SHARE, "targets__1": "101"}, "targets.1", "melebihi 100"),
        ({"targets__1": "77"}, "policy", "cara"),
        ({**_LEVELS, "policy__rungs__1__high": "85"}, "policy.rungs.1.name", "80–85"),
        ({**_LEVELS, "policy__rungs__1__high": "75"}, "policy.rungs.1.name", "75–80"),
        ({"measure": "other", "policy__cap": "1.000"}, "policy.cap", "1000"),
        ({"measure": "other", "policy__places": "dua"}, "policy.places", "“dua”"),
        ({"measure": "other", "policy__effective": "2024-13-01"}, "policy.effective", "16/1/2024"),
        ({"measure": "other", "policy__citation": ""}, "policy.citation", ""),
        ({"measure": "other", "policy__formula": "mirror"}, "policy.formula", "R / T x 100"),
        ({"measure": "other", "policy__ratio": "1", "policy__numerator": "pemilih"}, "policy.components", ""),
        ({"owners": "nobody"}, "owners", ""),
        ({"steps__year": "tersembunyi\u202e"}, "steps.year", ""),
        ({"measure": "other", "policy__citation": "SK\u202e 1"}, "policy.citation", ""),
    ],
)
async def test_a_rule_that_refuses_is_told_at_its_field_in_both_languages(
    year: Year, typed: dict[str, str], place: str, said: str
) -> None:
    answer = await save(year, "a-i08", **typed)
    assert answer.status_code == 422, answer.text
    assert faults(answer.text) == [f"a-i08.{place}"]
    assert said in answer.text
    year.office.planner.client.cookies.set("lang", "en")
    assert 'lang="en"' in (await save(year, "a-i08", **typed)).text
    year.office.planner.client.cookies.delete("lang")


async def test_an_ordered_scale_with_bounds_is_said_by_form(year: Year) -> None:
    opinion = next(
        i for part in (await year.state()).basis.parts for i in part.indicators if i.target == Opinion("WTP")
    )
    levels = {
        **{"policy__rungs__0__name": "WTP", "policy__rungs__0__low": "80", "policy__rungs__0__high": "100"},
        **{"policy__rungs__1__name": "WDP", "policy__rungs__1__low": "0", "policy__rungs__1__high": "80"},
    }
    blank = {f"policy__rungs__{n}__{cell}": "" for n in range(2, 8) for cell in ("name", "low", "high")}
    named = {"policy__scale_name": "Opini", "policy__citation": "SK 1/2024", "policy__thresholds": "1"}
    answer = await save(year, opinion.id, measure="other", **blank, **levels, **named, targets__4="wtp")
    assert answer.status_code == 303, answer.text
    policy = (await recorded(year, opinion.id))["policy"]
    assert [rung["name"] for rung in policy["scale"]["rungs"]] == ["WTP", "WDP"]
    assert (policy["citation"], policy["scale"]["thresholds"]) == ("SK 1/2024", True)


async def test_of_two_forms_for_one_row_the_second_comes_back_whole_and_may_go_over_the_first(year: Year) -> None:
    mine, theirs = await form(year, "a-i09"), await form(year, "a-i09", year.office.drafter)
    where = f"{year.action}/rows/a-i09"
    assert (await year.office.drafter.press(where, theirs | {"steps.year": "Yang pertama."})).status_code == 303
    answer = await year.office.planner.press(where, mine | {"steps.year": "Milik yang kedua."})
    assert answer.status_code == 412
    assert "Yang pertama." in answer.text
    over = fields(answer.text, where)
    assert over["steps.year"] == "Milik yang kedua."
    assert (await year.office.planner.press(where, over)).status_code == 303


async def test_a_form_that_is_sent_again_is_recorded_once(year: Year) -> None:
    where, sent = f"{year.action}/rows/b-i02", await form(year, "b-i02") | {"steps.year": "Sekali. (contoh)"}
    planner, command_id = year.office.planner, key()
    for _ in range(2):
        assert (await planner.press(where, sent, command_id)).status_code == 303
    events = (await planner.get(f"{year.action}/receipts/{command_id}")).json()["events"]
    assert [event["type"] for event in events] == ["steps-planned"]


async def test_that_another_row_changed_meanwhile_is_nothing_to_a_form(year: Year) -> None:
    mine = await form(year, "a-i10")
    assert (await save(year, "a-i11", steps__year="Lain. (contoh)")).status_code == 303
    where = f"{year.action}/rows/a-i10"
    assert (await year.office.planner.press(where, mine | {"steps.year": "Ini. (contoh)"})).status_code == 303


async def test_a_goal_is_given_to_one_owner(year: Year) -> None:
    where = f"{year.action}/owners"
    page = (await year.office.planner.page(year.action)).text
    sent = fields(page, where)
    answer = await year.office.planner.press(where, sent)
    assert answer.status_code == 303, answer.text
    rows = [row for part in (await year.read(year.action))["parts"] for row in part["indicators"]]
    given = {row["id"] for row in rows if [o["person"] for o in row["owners"]] == [sent["owners"]]}
    assert {row["id"] for row in rows if row["goal"] == sent["goal"]} <= given
    stranger = await year.office.planner.press(where, sent | {"owners": "nobody"})
    assert (stranger.status_code, "owners" in faults(stranger.text)) == (422, True)


async def test_an_owner_finds_only_the_steps_of_their_own_rows_to_write(year: Year) -> None:
    owner = year.office.owner
    assert (await save(year, "a-i12", owners=owner.account.person)).status_code == 303
    sent = await form(year, "a-i12", owner)
    assert {name for name in sent if "." in name} == {"steps.year", *(f"steps.{n}" for n in range(1, 5))}
    answer = await owner.press(f"{year.action}/rows/a-i12", sent | {"steps.year": "Kunjungan."})
    assert (answer.status_code, (await recorded(year, "a-i12"))["steps"]["year"]) == (303, "Kunjungan.")
    other = (await owner.page(f"{year.action}/rows/a-i13")).text
    assert f'action="{year.action}/rows/a-i13"' not in other


async def test_what_was_typed_when_the_session_ended_comes_back(year: Year) -> None:
    planner, where = year.office.planner, f"{year.action}/rows/b-i01"
    sent = await form(year, "b-i01") | {"targets.1": "59.89", "steps.year": "Panjang sekali. (contoh)"}
    services = year.office.house.services
    await services.sessions.end_of_person(planner.account.person, planner.office)
    answer = await planner.press(where, sent)
    assert answer.headers["Location"].startswith("/sign-in?next=")
    await year.office.house.sign_in(planner)
    page = await planner.page(where)
    again = fields(page.text, where)
    assert (again["targets.1"], again["steps.year"]) == ("59.89", "Panjang sekali. (contoh)")
    assert (await planner.press(where, again | {"targets.1": ""})).status_code == 303
    assert "Sesi" not in (await planner.page(where)).text


async def test_every_role_of_the_office_may_look_and_a_stranger_finds_nothing(year: Year) -> None:
    pages = (year.action, f"{year.action}/proposals", f"{year.action}/rows/a-i01")
    for role, person in year.office.people.items():
        for path in pages:
            assert (await person.page(path)).status_code == 200, (role, path)
    assert (await year.office.planner.page(f"{year.action}/rows/tidak-ada")).status_code == 404
    # Off its route there is no document to act on.
    review = await year.office.owner.page(f"{year.action}/review")
    assert (review.status_code, review.headers["Location"]) == (303, year.action)
