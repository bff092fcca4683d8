"""The published papers go in through the API row by row as they are printed, and come out of it as they went in."""

import asyncio
import subprocess
from typing import Any

import pytest
from msgspec import json, structs

from domain.kernel.message import canonical
from domain.measure.reading.target import kind_printed
from tests.activities.documents.printed import bare
from tests.api.house import Kantor, Person
from tests.api.plans.test_positions import Positions
from tests.cases.papers import Body, Document, documents


async def official(kantor: Kantor, position: str, title: str) -> Person:
    """Name a position of an office, and return whoever holds it, signed in."""
    positions = Positions(kantor)
    await positions.ask("/positions", {"position": position, "title": title, "several": False})
    return await positions.hold(f"{title} (contoh)", position)


def sent(text: Body) -> Body:
    """Return the text with the kind of each target as a person chooses it."""
    (part,) = text["parts"]
    indicators = [
        {key: indicator[key] for key in ("id", "goal", "text", "cells")}
        | {"target": {"kind": kind_printed(shown := indicator["printed"] or "", indicator["text"]), "text": shown}}
        for indicator in part["indicators"]
    ]
    return text | {"parts": [part | {"indicators": indicators}]}


async def saved(by: Person, path: str, text: Body) -> None:
    version = (await by.get(path)).json()["version"]
    answer = await by.ask(f"{path}/text", text, version)
    assert answer.is_success, answer.text


async def drafted(office: Kantor, document: Document, elsewhere: str) -> str:
    """Declare the kind of the paper and draft it row by row; return the plan's path."""
    kind = json.decode(canonical(structs.replace(document.kind(), route=document.route(elsewhere))))
    answer = await office.administrator.ask(f"/offices/{office.id}/kinds", kind)
    assert answer.status_code == 201, answer.text
    begun = {"kind": document.name, "year": document.year}
    answer = await office.drafter.ask(f"/offices/{office.id}/plans", begun)
    assert answer.status_code == 201, answer.text
    path = f"/offices/{office.id}/plans/{document.name}-{document.year}"
    for rows in range(1, len(document.told["rows"]) + 1):
        await saved(office.drafter, path, sent(document.text(rows)))
    return path


def told(text: Any) -> Body:
    """Return what `GET` of a plan has of its text, as it was sent."""
    (part,) = text["parts"]

    def cells(row: Any) -> list[Body]:
        return sorted(
            ({"column": c["column"], "text": c["text"]} for c in row.get("cells", ())), key=lambda c: c["column"]
        )

    return {
        "goals": [{**{k: g[k] for k in ("id", "parent", "text")}, "cells": cells(g)} for g in part["goals"]],
        "indicators": [
            {**{k: i[k] for k in ("id", "goal", "text")}, "target": i["target"]["text"], "cells": cells(i)}
            for i in part["indicators"]
        ],
        "programmes": [
            {**{k: p.get(k, "") for k in ("id", "parent", "text")}, "allotted": p["printed"], "cells": cells(p)}
            for p in part["programmes"]
        ],
    }


async def submitted(office: Kantor, path: str) -> Any:
    """Send the plan on its route, and return it with its document."""
    version = (await office.drafter.get(path)).json()["version"]
    answer = await office.drafter.ask(f"{path}/submission", {"note": ""}, version)
    assert answer.status_code == 201, answer.text
    return await shown_at(office, path)


async def shown_at(office: Kantor, path: str) -> Any:
    """Return the plan once its document is there."""
    async with asyncio.timeout(30):
        async for _ in office.house.store.follow(office.id):
            plan = (await office.auditor.get(path)).json()
            if plan["document"]:
                return plan
    raise AssertionError("no document")


def printed(pdf: bytes) -> str:
    """Return all that stands on the pages of a PDF, without spaces."""
    return bare(
        subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    )


def cells(rows: Body) -> set[str]:
    """Return every cell of the rows."""
    every = [row for of in rows.values() for row in of]
    alone = {row[key] for row in every for key in ("text", "target", "allotted") if row.get(key)}
    return alone | {cell["text"] for row in every for cell in row["cells"]}


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
async def test_goes_in_row_by_row_is_signed_by_all_and_comes_out_as_printed(office: Kantor, document: Document) -> None:
    another = await office.house.office()
    parties = {
        step.key: await official(another if step.office else office, step.position or "", step.title or "")
        for step in document.route(another.id)
    }
    path = await drafted(office, document, another.id)
    shown = told(sent(document.text()))
    assert told((await office.auditor.get(path)).json()["text"]) == shown
    plan = await submitted(office, path)
    while plan["phase"] != "signed":
        step = next(step["key"] for step in plan["route"] if step["state"] == "open")
        body = {"step": step, "digest": plan["text_digest"], "document": plan["document"]}
        answer = await parties[step].ask(f"{path}/signatures", body, plan["version"])
        assert answer.status_code == 201, answer.text
        plan = await shown_at(office, path)
    pdf = await office.auditor.get(f"{path}/documents/{plan['document']}", "application/pdf")
    page = printed(pdf.content)
    assert [cell for cell in cells(shown) if bare(cell) not in page] == []
    blocks = {
        words for heading, who in document.told["signatories"] for words in (heading.upper(), who, f"{who} (contoh)")
    }
    assert [words for words in blocks if bare(words) not in page] == []
    assert told((await office.auditor.get(path)).json()["text"]) == shown
