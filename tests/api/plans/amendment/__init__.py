"""An amendment of a signed plan as the tests of its pages begin and take it along."""

from typing import Any

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.test_versions import edited

SAID = {
    "grounds": ["strategy"],
    "basis.title": "Revisi DIPA KPU Kota Banjarmasin (contoh)",
    "basis.number": "SP DIPA-076.01.2/2024",
    "basis.day": "3 Juli 2024",
    "effective": "1 Agustus 2024",
    "reason": "Anggaran direvisi. (contoh)",
}
PDF = b"%PDF-1.7\n%%EOF\n"


def said(office: Kantor, **other: str | list[str]) -> dict[str, str | list[str]]:
    """Return what the form says, in the year of the office's plan."""
    year = str(office.year)
    told: dict[str, str | list[str]] = {
        name: [*text] if isinstance(text, list) else str(text).replace("2024", year) for name, text in SAID.items()
    }
    return {**told, **other}


async def signed(office: Kantor) -> Any:
    """Draft the plan and take it to its end."""
    await office.draft()
    await office.submit()
    return await office.sign_all()


async def begun(office: Kantor) -> Any:
    """Begin an amendment of the signed plan by its form; return the plan."""
    await signed(office)
    answer = await office.drafter.press(f"{office.path}/amendment", said(office))
    assert answer.status_code == 303, answer.text
    return await office.plan()


async def changed(office: Kantor, target: str = "79%") -> Any:
    """Begin an amendment and change a target; return the plan."""
    plan = await begun(office)
    answer = await office.drafter.ask(f"{office.path}/text", edited(plan, target), plan["version"])
    assert answer.status_code == 201, answer.text
    return await office.plan()


async def reasoned(office: Kantor, reason: str = "Pagu bertambah. (contoh)") -> Any:
    """Begin an amendment that changes a target and says why; return the plan."""
    await changed(office)
    told = {"comment": "reasons", "same": reason}
    answer = await office.drafter.press(f"{office.path}/amendment/reasons", told)
    assert answer.status_code == 303, answer.text
    return await office.plan()


async def amended(office: Kantor) -> Any:
    """Amend the plan and sign that; return it."""
    await reasoned(office)
    plan = await office.submit()
    while plan["phase"] != "signed":
        step = next(s for s in plan["route"] if s["state"] == "open")
        answer = await office.endorse(Role(step["role"]), "parafs" if step["act"] == "review" else "signatures")
        assert answer.status_code == 201, answer.text
        plan = await office.plan()
    return await office.shown()
