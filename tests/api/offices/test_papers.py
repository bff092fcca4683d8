"""Which papers an office has of a year is set by form and by program, and every fault stands at its row."""

from typing import Any

from tests.api.house import Kantor, key

PAPERS = [
    {"kind": "pk", "due": {"month": 1, "day": 31, "years": 0}, "citation": "SE 46/2020", "holds": 1},
    {"kind": "report/pk", "due": {"month": 2, "day": 31, "years": 1}, "citation": "", "holds": 1},
]


def form(**more: str) -> dict[str, str]:
    """The fields of a page that shows two papers, and an empty row."""
    rows = [
        ("pk", "31", "1", "0", "1", "SE 46/2020"),
        ("report/pk", "31", "2", "1", "1", ""),
        ("", "", "", "0", "1", ""),
    ]
    names = ("kind", "day", "month", "years", "holds", "citation")
    fields = {f"papers.{n}.{name}": text for n, row in enumerate(rows) for name, text in zip(names, row, strict=True)}
    return {"effective": "1 Januari 2020", "citation": "SK 1/2020", **fields, **more}


async def test_papers_are_set_by_program_and_by_form_alike(office: Kantor) -> None:
    path = f"/offices/{office.id}/paper-policies"
    body: Any = {"effective": "2020-01-01", "citation": "SK 1/2020", "papers": PAPERS}
    answer = await office.administrator.ask(path, body)
    assert answer.status_code == 201, answer.text
    answer = await office.administrator.press(path, form(), key())
    assert answer.status_code == 303, answer.text
    told = (await office.auditor.get(path)).json()
    assert [paper["kind"] for paper in told["in_force"]["papers"]] == ["pk", "report/pk"]
    assert len(told["policies"]) == 1  # the form said the same
    page = await office.administrator.page(path)
    assert "SE 46/2020" in page.text


async def test_faults_stand_at_their_rows_with_what_was_typed(office: Kantor) -> None:
    path = f"/offices/{office.id}/paper-policies"
    for name, text in (("papers.1.day", "32"), ("papers.0.holds", "x"), ("effective", "besok")):
        answer = await office.administrator.press(path, form(**{name: text}), key())
        assert answer.status_code == 422, answer.text
        assert f'href="#{name}"' in answer.text, name
        assert f'value="{text}"' in answer.text
    answer = await office.drafter.press(path, form(), key())
    assert answer.status_code == 403
