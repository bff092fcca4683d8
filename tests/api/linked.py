"""Plans that answer to one another, in two offices, for the tests that look at them."""

import copy
from typing import Any

from api.usecases import UseCases
from domain.kernel.actor import Role
from domain.office.commands import RegisterPerson
from tests.api.house import House, Kantor

ROW = "a-i08"


async def joined(house: House, office: Kantor, other: Kantor, role: Role = Role.DRAFTER) -> None:
    """Give the office's drafter a role in the other office."""
    account = office.drafter.account
    by, at = UseCases(house.services).installation(other.id)
    await other.command(RegisterPerson(by=by, at=at, person=account.person, name="Dewi Anggraini"))
    await house.grant(other, account.person, role)
    await house.services.memberships.begun(account, other.id)


def link(other: Kantor, row: str = ROW, kind: str = "rkt", **more: Any) -> dict[str, Any]:
    """Return what names a row of the other office's plan."""
    return {"office": other.id, "plan": f"{kind}-{other.year}", "row": row, **more}


def linking(plan: Any, *links: dict[str, Any], row: str = ROW) -> Any:
    """Return the plan's text with what a row answers to."""
    text = copy.deepcopy(plan["text"])
    for part in text["parts"]:
        for indicator in part["indicators"]:
            if indicator["id"] == row:
                indicator["supports"] = list(links)
    return text


async def cascade(house: House, office: Kantor, other: Kantor) -> None:
    """Begin three plans: the other office's, the office's that answers to it, and a unit's that answers to that.

    One target falls short, one row reads otherwise, one was changed above afterwards, and one answers to two rows.
    """
    await joined(house, office, other)
    upper = await other.draft()
    text = (await office.draft())["text"]
    rows = [row for part in text["parts"] for row in part["indicators"]]
    for n, row in enumerate(rows):
        if n != 4:
            row["supports"] = [link(other, row["id"])]
    rows[1]["text"] += " di Banjarmasin"
    rows[2]["supports"].append(link(other, rows[3]["id"]))
    percent = next(row for row in rows if row["target"]["kind"] == "percentage" and row["target"]["text"] == "90%")
    percent["target"]["text"] = "80%"
    saved = await office.drafter.ask(f"{office.path}/text", text, 1)
    assert saved.status_code == 201, saved.text
    changed = copy.deepcopy(upper["text"])
    changed["parts"][0]["indicators"][6]["text"] += " (diubah)"
    saved = await other.drafter.ask(f"{other.path}/text", changed, 1)
    assert saved.status_code == 201, saved.text
    unit = copy.deepcopy(text)
    for part in unit["parts"]:
        part["programmes"] = []
        part["indicators"] = part["indicators"][:6]
        for row in part["indicators"]:
            row["supports"] = [link(office, row["id"])]
        used = {row["goal"] for row in part["indicators"]}
        used |= {goal["parent"] for goal in part["goals"] if goal["id"] in used}
        part["goals"] = [goal for goal in part["goals"] if goal["id"] in used]
    begun = await office.drafter.ask(f"/offices/{office.id}/plans", {"kind": "unit", "year": office.year, "text": unit})
    assert begun.status_code == 201, begun.text
