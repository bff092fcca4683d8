"""An office's emblem: sent by its administrator, judged by what prints it, on the covers of what is printed then."""

from base64 import b64encode

import pytest

from activities.documents.plan import render
from activities.documents.press import page_image
from tests.activities.documents.printed import paper
from tests.api.house import HTML, Kantor, key

PNG = page_image(render(paper()), 1, 160)


async def test_an_administrator_puts_it_on_and_takes_it_off(office: Kantor) -> None:
    path = f"/offices/{office.id}/emblem"
    administrator = office.administrator
    assert (await office.auditor.get(path, "image/png")).status_code == 404
    sent = await administrator.client.post(
        path, files={"picture": ("lambang.png", PNG)}, data={"command_id": key()}, headers={"Accept": HTML}
    )
    assert sent.status_code == 303, sent.text
    shown = await office.auditor.get(path, "image/png")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert f'src="{path}"' in (await administrator.page(f"/offices/{office.id}")).text
    assert (await administrator.ask(path, {"picture": ""})).status_code == 201
    assert (await office.auditor.get(path, "image/png")).status_code == 404


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"<svg/>", "emblem-kind"),
        (PNG[:200], "emblem-unfit"),
        (PNG[:8] + b"x" * 262_144, "emblem-large"),
    ],
)
async def test_what_cannot_be_printed_is_refused(office: Kantor, picture: bytes, code: str) -> None:
    answer = await office.administrator.ask(f"/offices/{office.id}/emblem", {"picture": b64encode(picture).decode()})
    assert answer.status_code == 422
    assert code in answer.text


async def test_nobody_else_changes_it(office: Kantor) -> None:
    answer = await office.drafter.ask(f"/offices/{office.id}/emblem", {"picture": b64encode(PNG).decode()})
    assert answer.status_code == 403
