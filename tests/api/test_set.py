"""The papers of an office's year: where each stands, by when, and whether they say the same."""

from typing import Any

from tests.api.house import Kantor
from tests.api.plans.test_derive import KINDS, derive
from tests.api.plans.test_together import change as change_text


async def told(office: Kantor) -> Any:
    answer = await office.auditor.get(f"/offices/{office.id}/set/{office.year}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_paper_of_the_year_is_listed_with_what_is_missing(office: Kantor) -> None:
    await office.draft()
    found = await told(office)
    kinds = [paper["kind"] for paper in found["papers"]]
    assert kinds == [
        "renstra",
        "iku",
        "rkt",
        "pk-ketua",
        "pk-sekretaris",
        "action/rkt",
        *["quarter/rkt"] * 4,
        "report/rkt",
    ]
    standing = {paper["kind"]: paper for paper in found["papers"]}
    assert (standing["rkt"]["phase"], standing["pk-ketua"]["phase"]) == ("drafting", "absent")
    assert standing["pk-ketua"]["due"] == f"{office.year}-01-31"
    assert standing["report/rkt"]["due"].startswith(f"{office.year + 1}-02-2")
    assert found["agrees"] is None  # nothing comes from another yet


async def test_derived_papers_agree_until_one_is_changed(office: Kantor) -> None:
    await office.draft()
    page = await office.drafter.page(f"/offices/{office.id}/set/{office.year}")
    for kind in KINDS:
        assert f'name="kind" value="{kind}"' in page.text  # one press each
        await derive(office, kind)
    assert (await told(office))["agrees"] is True
    row = (await office.plan())["text"]["parts"][1]["indicators"][0]["id"]
    change = {"cells": [{"row": row, "column": "target", "text": "55%"}]}
    assert (await change_text(office.drafter, office.path, 1, change)).status_code == 200
    found = await told(office)
    assert found["agrees"] is False
    (difference,) = found["differences"]
    assert (difference["kind"], difference["code"], difference["there"]) == ("pk-sekretaris", "target", "55%")
    page = await office.drafter.page(f"/offices/{office.id}/set/{office.year}")
    assert f"pk-sekretaris-{office.year}/upstream" in page.text


async def test_the_newest_year_is_where_one_begins(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.page(f"/offices/{office.id}/set")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/offices/{office.id}/set/{office.year}")
    for year in ("24", "abcd", "3024"):
        assert (await office.drafter.get(f"/offices/{office.id}/set/{year}")).status_code == 404
