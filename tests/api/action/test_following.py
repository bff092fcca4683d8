"""An action plan follows an amended plan through the public API, and its open quarters by themselves."""

from io import BytesIO
from typing import Any

import pdfplumber

from domain.kernel.actor import Role
from tests.api.forms import faults, fields
from tests.api.house import Kantor
from tests.api.played import Year, done

SAID: dict[str, Any] = {
    "grounds": ["strategy"],
    "basis": {"title": "Revisi DIPA (contoh)", "number": "SP DIPA-1 (contoh)", "day": "2024-07-03"},
    "reason": "Anggaran direvisi. (contoh)",
}


def indicators(plan: Any) -> list[Any]:
    """Every indicator of a plan's text, the first part first."""
    return [row for part in plan["text"]["parts"] for row in part["indicators"]]


async def amended(office: Kantor, effective: str) -> Any:
    """Lower the first target, take the second indicator out and add one like the third; return the signed plan."""
    day = SAID["basis"]["day"].replace("2024", str(office.year))
    done(
        await office.drafter.ask(
            f"{office.path}/amendment", {**SAID, "basis": {**SAID["basis"], "day": day}, "effective": effective}
        )
    )
    plan = await office.plan()
    rows = plan["text"]["parts"][0]["indicators"]
    rows[0]["target"]["text"] = "80%"
    rows.append({**rows[-1], "id": "a-i99", "text": "Indikator baru (contoh)"})
    del rows[1]
    done(await office.drafter.ask(f"{office.path}/text", plan["text"], plan["version"]))
    changes = (await office.drafter.get(f"{office.path}/redline")).json()["changes"]
    reasons = [{"place": change["place"], "reason": "Direvisi. (contoh)"} for change in changes]
    done(await office.drafter.ask(f"{office.path}/amendment/reasons", {"reasons": reasons}))
    plan = await office.submit()
    while plan["phase"] != "signed":
        step = next(s for s in plan["route"] if s["state"] == "open")
        done(await office.endorse(Role(step["role"]), "parafs" if step["act"] == "review" else "signatures"))
        plan = await office.plan()
    return await office.shown()


async def test_an_action_plan_says_what_it_must_follow_and_open_quarters_go_on_by_it(office: Kantor) -> None:
    year = Year(office)
    before = await year.signed()
    assert (before["to_follow"], before["to_look_at"]) == (None, [])
    await year.opened(1)
    await year.closed(1)
    await year.opened(2)
    kept = await year.read(year.quarter(1))
    first, gone = indicators(await office.plan())[:2]
    plan = await amended(office, f"{office.year}-06-01")

    told = (await year.read(year.action))["to_follow"]
    assert told["plan"] == {
        "version": plan["version"],
        "text_digest": plan["text_digest"],
        "effective": f"{office.year}-06-01",
        "amendment": 1,
    }
    became = {row["id"]: (row["old"] is not None, row["new"] is not None) for row in told["rows"]}
    assert (became[first["id"]], became[gone["id"]], became["a-i99"]) == ((True, True), (True, False), (False, True))
    page = await office.planner.page(year.action)
    assert "Ikuti perubahan" in page.text
    assert "Perubahan Pertama, berlaku mulai 1 Juni" in page.text
    assert "Rencananya sudah diubah" in (await office.planner.page(year.quarter(2))).text
    desk = (await office.planner.get("/")).json()
    assert [(item["of"], item["act"]) for item in desk["mine"] if item["act"] == "follow"] == [("action", "follow")]

    answer = await office.auditor.ask(f"{year.action}/following", {}, before["version"])
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    pressed = await office.planner.press(f"{year.action}/following", {"text_version": str(before["version"])})
    assert pressed.status_code == 303, pressed.text
    action = await year.read(year.action)
    assert (action["phase"], action["to_follow"], action["in_force"]["version"]) == (
        "drafting",
        None,
        before["version"],
    )
    assert set(action["to_look_at"]) == {first["id"], "a-i99"}
    assert f"{first['id']}.targets" in action["missing"]
    assert "target berubah" in (await office.planner.page(f"{year.action}/edit")).text
    assert (await office.planner.ask(f"{year.action}/following", {}, action["version"])).json()["code"] == (
        "nothing-to-follow"
    )

    rows = [row for row in await year.rows() if row["indicator"] in (first["id"], "a-i99")]
    for row in rows:
        asked = next(r for part in action["parts"] for r in part["indicators"] if r["id"] == row["indicator"])
        row["policy"] = asked["policy"] or row["policy"]
    done(await office.planner.ask(f"{year.action}/rows", {"rows": rows}, action["version"]))
    checker = await office.house.person(office, Role.PLANNER, "Kadek Ayu")
    await year.passed(checker)

    followed = await year.quarter_where(2, lambda quarter: quarter.plan_version == plan["version"])
    assert list(followed.ended) == [gone["id"]]
    second = await year.read(year.quarter(2))
    lowered = next(row for row in second["rows"] if row["id"] == first["id"])
    assert (lowered["lowered"], lowered["was"]["year_target"]["text"]) == (True, first["target"]["text"])
    assert [each["plan"]["amendment"] for each in second["followed"]] == [1]
    assert await year.read(year.quarter(1)) == kept
    page = await office.auditor.page(year.quarter(2))
    assert "dilonggarkan" in page.text
    assert "Berakhir karena perubahan rencana" in page.text
    told = (await office.auditor.page(f"{year.quarter(2)}/realisations/{first['id']}")).text
    assert f"Versi {plan['version']}, Perubahan Pertama" in told
    for where in (f"{year.action}/history", f"{year.quarter(2)}/history"):
        assert "Perubahan Pertama" in (await office.auditor.page(where)).text
    desk = (await office.planner.get("/")).json()
    assert [item for item in desk["mine"] if item["act"] == "follow"] == []


async def test_a_quarter_is_not_closed_silently_before_its_action_plan_follows(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened(2)
    await amended(office, f"{office.year}-06-01")
    await year.verified(2)
    unsaid = await year.sign_quarter(office.secretary, 2)
    assert (unsaid.status_code, unsaid.json()["code"], unsaid.json()["place"]) == (422, "plan-unfollowed", "unfollowed")
    where = f"{year.quarter(2)}/signatures"
    form = fields((await office.secretary.page(f"{year.quarter(2)}/sign")).text, where)
    back = await office.secretary.press(where, form)
    assert (back.status_code, faults(back.text)) == (422, ["unfollowed"])
    why = "Rencana aksi menyusul. (contoh)"
    again = fields(back.text, where) | {"unfollowed": why}
    assert (await office.secretary.press(where, again)).status_code == 303
    said = (await year.quarter_printed(2))["route"][0]["unfollowed"]
    assert (said["plan"]["amendment"], said["reason"]) == (1, why)
    assert why in (await office.auditor.page(f"{year.quarter(2)}/history")).text
    document = (await year.quarter_state(2)).documents[-1].document
    printed = await office.auditor.get(f"{year.quarter(2)}/documents/{document}", "application/pdf")
    with pdfplumber.open(BytesIO(printed.content)) as pages:
        told = " ".join(" ".join(page.extract_text() for page in pages.pages).split())
    assert f"Belum mengikuti Perubahan Pertama RKT {office.year}" in told
    assert why in told
