"""The history of a plan: what was done and refused, filtered and stepped through; and for whom."""

import re
from typing import Any

import pytest

from api.history.story import KINDS
from domain.kernel.actor import Role
from eventstore.pool import open_pool
from examples.banjarmasin import plan_text
from tests.api.house import House, Kantor
from tests.conftest import Database
from views.text import text_view

HOSTILE = "<script>alert(\"x\")</script> & “kutip” 'satu'"
CELL = "a-i08.target"


async def edited(office: Kantor, row: str, **fields: Any) -> None:
    """Change the row's target (a printed text) or wording."""
    plan = await office.plan()
    text = {key: value for key, value in plan["text"].items() if key != "budget"}
    rows = [r for part in text["parts"] for kind in ("goals", "indicators", "programmes") for r in part[kind]]
    found = next(r for r in rows if r["id"] == row)
    if "target" in fields:
        found["target"]["text"] = fields.pop("target")
    found.update(fields)
    answer = await office.drafter.ask(f"{office.path}/text", text, plan["version"])
    assert answer.status_code == 201, answer.text


async def told(office: Kantor, query: str = "") -> Any:
    """Return the history."""
    answer = await office.auditor.get(f"{office.path}/history{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def entries(history: Any) -> list[Any]:
    """Return every entry of a history, in order."""
    return [entry for act in history["acts"] for entry in act["entries"]]


@pytest.fixture(scope="module")
async def returned(shared: Kantor) -> Kantor:
    """The seed plan that the tests read: sent, refused to its drafter, remarked on, returned, corrected, sent again."""
    office = shared
    await office.draft()
    plan = await office.submit("Mohon diperiksa. (contoh)")
    body = {"step": "secretary-review", "digest": plan["text_digest"], "document": plan["document"]}
    refused = await office.chair.ask(f"{office.path}/parafs", body, plan["version"])
    assert refused.status_code in (403, 409), refused.text
    made = await office.secretary.ask(f"{office.path}/comments", {"row": "a-i08", "text": "Terlalu rendah. (contoh)"})
    assert made.status_code == 201, made.text
    back = await office.secretary.ask(
        f"{office.path}/returns", {"step": "secretary-review", "reason": "Naikkan. (contoh)"}
    )
    assert back.status_code == 201, back.text
    (comment,) = (await office.plan())["comments"]
    settled = await office.drafter.ask(
        f"{office.path}/comments/{comment['id']}/settlement", {"answer": "Dinaikkan. (contoh)"}
    )
    assert settled.status_code == 201, settled.text
    await edited(office, "a-i08", target="79%")
    await office.submit()
    return office


async def test_acts_stand_in_time_order_with_refused_attempts_among_them(returned: Kantor) -> None:
    history = await told(returned)
    positions = [entry["position"] for entry in entries(history)]
    assert positions == sorted(positions)
    assert history["total"] == len(history["acts"])
    (refused,) = [act for act in history["acts"] if act["kind"] == "refused"]
    assert refused["by"]["name"] == "Ketut Wijaya"
    assert refused["entries"][0]["event"]["type"] == "command-refused"
    kinds = [act["kind"] for act in history["acts"] if act["kind"] != "system"]
    assert kinds == ["text", "route", "refused", "comments", "route", "comments", "text", "route"]
    page = (await returned.auditor.page(f"{returned.path}/history")).text
    assert "deed refused" in page


async def test_another_plans_refusal_is_not_in_the_story(returned: Kantor) -> None:
    elsewhere = returned.path.replace(str(returned.year), str(returned.year + 1))
    draft = {"kind": "rkt", "year": returned.year + 1, "text": text_view(plan_text())}
    plans = f"/offices/{returned.id}/plans"
    assert (await returned.drafter.ask(plans, draft)).status_code == 201
    again = await returned.drafter.ask(plans, draft)
    assert again.status_code == 409
    assert (await told(returned))["total"] == (await told(returned, "?limit=200"))["total"]
    other = (await returned.auditor.get(f"{elsewhere}/history")).json()
    assert [act["kind"] for act in other["acts"]].count("refused") == 1
    assert [act["kind"] for act in (await told(returned))["acts"]].count("refused") == 1


async def test_filters_keep_what_they_say(returned: Kantor) -> None:
    whole = await told(returned)
    assert {entry["kind"] for entry in entries(whole)} == set(KINDS)
    for kind in KINDS:
        kept = await told(returned, f"?kind={kind}")
        assert {entry["kind"] for entry in entries(kept)} == {kind}
    person = returned.secretary.account.person
    kept = await told(returned, f"?person={person}")
    assert {entry["event"]["by"]["person"] for entry in entries(kept)} == {person}
    assert (await told(returned, f"?person={person}&kind=text"))["acts"] == []
    page = (await returned.auditor.page(f"{returned.path}/history?person={person}&kind=text")).text
    assert 'class="empty"' in page


async def test_a_cell_has_a_history_of_its_own(returned: Kantor) -> None:
    of_cell = entries(await told(returned, f"?row={CELL}"))
    assert [entry["event"]["type"] for entry in of_cell] == [
        "row-added",
        "comment-made",
        "comment-settled",
        "target-changed",
    ]
    assert "79%" in of_cell[-1]["sentence"]
    of_wording = entries(await told(returned, "?row=a-i08.text"))
    assert "target-changed" not in [entry["event"]["type"] for entry in of_wording]
    of_row = entries(await told(returned, "?row=a-i08"))
    assert "target-changed" in [entry["event"]["type"] for entry in of_row]
    page = (await returned.auditor.page(f"{returned.path}/history?row={CELL}")).text
    assert re.search(rf'id="{CELL}" class="target lit"', page)
    plan_page = (await returned.auditor.page(returned.path)).text
    assert f"{returned.path}/history?row={CELL}" in plan_page


async def test_the_plan_stands_beside_any_moment(returned: Kantor) -> None:
    history = await told(returned)
    change = next(act for act in history["acts"] if act["entries"][0]["event"]["type"] == "target-changed")
    submitted = next(act for act in history["acts"] if act["entries"][0]["event"]["type"] == "plan-submitted")

    def target(plan: Any) -> str:
        rows = [row for part in plan["text"]["parts"] for row in part["indicators"]]
        return str(next(row["target"]["text"] for row in rows if row["id"] == "a-i08"))

    before = (await told(returned, f"?at={submitted['last']}"))["plan"]
    after = (await told(returned, f"?at={change['last']}"))["plan"]
    assert (before["phase"], after["phase"]) == ("review", "drafting")
    assert target(before) != target(after) == "79%"
    page = (await returned.auditor.page(f"{returned.path}/history?at={change['last']}")).text
    assert re.search(rf'id="{CELL}" class="target lit"', page)
    assert len(re.findall(r'class="[^"]*\blit\b', page)) == 1


async def test_pages_carry_the_hooks_to_step_through(returned: Kantor) -> None:
    acts = (await told(returned))["acts"]
    page = (await returned.auditor.page(f"{returned.path}/history?at={acts[2]['last']}&kind=")).text
    positions = re.search(r'data-positions="([0-9 ]+)"', page)
    assert positions is not None
    assert positions[1].split() == [str(act["last"]) for act in acts]
    for hook, act in (("data-prev", acts[1]), ("data-next", acts[3])):
        assert re.search(rf'{hook}="[^"]*at={act["last"]}#d-{act["last"]}"', page)
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    first = (await returned.auditor.page(f"{returned.path}/history?at={acts[0]['last']}")).text
    assert "data-prev" not in first
    last = (await returned.auditor.page(f"{returned.path}/history")).text
    assert "data-next" not in last


async def test_many_changes_of_one_act_are_told_in_one_sentence(office: Kantor) -> None:
    await office.draft()
    (act,) = (await told(office))["acts"]
    assert len(act["entries"]) > 50
    page = (await office.auditor.page(f"{office.path}/history")).text
    assert len(re.findall(r'class="line[ "]', page)) == 1
    page = (await office.auditor.page(f"{office.path}/history?at={act['last']}")).text
    assert '<details class="folded">' in page
    assert len(re.findall(r'class="line[ "]', page)) == len(act["entries"])
    page = (await office.auditor.page(f"{office.path}/history?entry={act['last']}")).text
    assert '<details class="folded" open>' in page


async def test_an_entry_opens_its_facts(returned: Kantor) -> None:
    entry = entries(await told(returned))[-1]
    page = (await returned.auditor.page(f"{returned.path}/history?entry={entry['position']}")).text
    act = (await told(returned))["acts"][-1]
    assert 'id="facts"' in page
    assert act["command_id"] in page
    spaced = " ".join(re.findall("....", entry["hash"]))
    assert spaced in page
    assert f"&#34;type&#34;:&#34;{entry['event']['type']}&#34;" in page


async def test_older_acts_are_reached_without_losing_the_filter(returned: Kantor) -> None:
    person = returned.drafter.account.person
    whole = await told(returned, f"?person={person}")
    gathered: list[Any] = []
    query = f"{returned.path}/history?person={person}&limit=2"
    while query:
        answer = await returned.auditor.get(query)
        gathered = answer.json()["acts"] + gathered
        query = answer.links["next"]["url"] if "next" in answer.links else ""
    assert gathered == whole["acts"]
    page = (await returned.auditor.page(f"{returned.path}/history?person={person}&limit=2")).text
    assert re.search(rf'href="[^"]*person={person}&amp;limit=2&amp;before=\d+"', page)


async def test_the_chain_is_said_to_be_whole_with_the_command_to_check_it(returned: Kantor) -> None:
    head = await returned.house.store.head(returned.id)
    checked = (await told(returned))["checked"]
    assert (checked["whole"], checked["position"], checked["hash"]) == (True, head.position, head.hash.hex())
    assert checked["command"] == f"paraf verify --against {returned.id}:{head}"
    page = (await returned.auditor.page(f"{returned.path}/history")).text
    assert checked["command"] in page
    assert "chain broken" not in page


async def test_a_broken_chain_is_said_loudly(house: House, api_database: Database) -> None:
    office = await house.office()
    await office.draft()
    head = await house.store.head(office.id)
    pool = await open_pool(api_database.superuser_url, size=1)
    try:
        await pool.execute("ALTER TABLE paraf.events DISABLE TRIGGER frozen")
        edited_at = await pool.fetchrow(
            "UPDATE paraf.events SET recorded_at = recorded_at + interval '1 us'"
            " WHERE office = $1 AND position = $2 RETURNING recorded_at",
            *(office.id, head.position),
        )
        assert edited_at is not None
        checked = (await told(office))["checked"]
        assert (checked["whole"], checked["fault"]["position"]) == (False, head.position)
        page = (await office.auditor.page(f"{office.path}/history")).text
        assert "chain broken" in page
        assert str(head.position) in page
    finally:
        await pool.execute(
            "UPDATE paraf.events SET recorded_at = recorded_at - interval '1 us' WHERE office = $1 AND position = $2",
            *(office.id, head.position),
        )
        await pool.execute("ALTER TABLE paraf.events ENABLE ALWAYS TRIGGER frozen")
        await pool.close()
    assert (await told(office))["checked"]["whole"]


async def test_a_stranger_finds_nothing(returned: Kantor, house: House) -> None:
    other = await house.office()
    for path in ("history", "differences"):
        hidden = await other.auditor.get(f"{returned.path}/{path}")
        unknown = await other.auditor.get(f"/offices/nowhere/plans/rkt-2024/{path}")
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.json() == unknown.json()
        absent = await other.auditor.get(f"{other.path}/{path}")
        assert absent.status_code == 404


@pytest.mark.parametrize(
    ("query", "place", "status"),
    [
        ("at=x", "at", 422),
        ("at=-1", "at", 422),
        ("at=0", "at", 404),
        ("at=999999999", "at", 404),
        ("at=99999999999999999999999", "at", 422),
        ("entry=1", "entry", 404),
        ("entry=zwei", "entry", 422),
        ("before=x", "before", 422),
        ("limit=0", "limit", 422),
        ("limit=201", "limit", 422),
        ("kind=nothing", "kind", 422),
    ],
)
async def test_bad_questions_are_told_their_place(returned: Kantor, query: str, place: str, status: int) -> None:
    answer = await returned.auditor.get(f"{returned.path}/history?{query}")
    assert (answer.status_code, answer.json()["place"]) == (status, place)
    page = await returned.auditor.page(f"{returned.path}/history?{query}")
    assert page.status_code == status


async def test_hostile_text_stays_text(office: Kantor) -> None:
    await office.draft()
    await edited(office, "a-i08", text=HOSTILE)
    made = await office.secretary.ask(f"{office.path}/comments", {"row": "a-i08", "text": HOSTILE})
    assert made.status_code == 201, made.text
    position = entries(await told(office))[-1]["position"]
    for path in (
        "history",
        f"history?entry={position}",
        "history?row=a-i08",
        f"history?row={HOSTILE}&person={HOSTILE}",
        "differences?from=1&to=2",
    ):
        page = await office.auditor.page(f"{office.path}/{path}")
        assert page.status_code == 200, (path, page.text)
        assert "<script>alert" not in page.text
    assert HOSTILE in entries(await told(office))[-1]["sentence"]


async def test_everybody_of_the_office_reads_the_past(returned: Kantor) -> None:
    for role in Role:
        if role in returned.people:
            for path in ("history", "differences"):
                assert (await returned[role].page(f"{returned.path}/{path}")).status_code == 200
