"""Remarks stand on their row, for whoever writes and whoever reviews, and are settled there."""

from tests.api.house import Kantor
from tests.api.plans.test_versions import INDICATOR, form_of


async def commented(office: Kantor) -> str:
    """Let the secretary remark on a row of a plan that is sent, and return it; return the comment's id."""
    await office.draft()
    await office.submit()
    await office.secretary.ask(f"{office.path}/comments", {"row": INDICATOR, "text": "Dari mana angka ini?"})
    returning = {"step": "secretary-review", "reason": "Sumber angka belum ada"}
    answer = await office.secretary.ask(f"{office.path}/returns", returning)
    assert answer.status_code == 201, answer.text
    (comment,) = (await office.plan())["comments"]
    return str(comment["id"])


async def test_a_comment_is_settled_on_its_row_in_the_editor(office: Kantor) -> None:
    comment = await commented(office)
    page = (await office.drafter.page(f"{office.path}/edit")).text
    row = page[page.index(f'<tr class="e-row e-indicator" id="{INDICATOR}"') :].partition("</tr>")[0]
    assert "Dari mana angka ini?" in row
    assert f'value="settle:{comment}"' in row
    assert "Sumber angka belum ada" in page
    plan = await office.plan()
    fields = form_of(plan["text"]) | {"text_version": str(plan["version"]), "detail-title": "Judul yang diketik"}
    empty = await office.drafter.press(f"{office.path}/text", fields | {"do": f"settle:{comment}"})
    assert (empty.status_code, 'value="Judul yang diketik"' in empty.text) == (422, True)
    answered = fields | {"do": f"settle:{comment}", f"remark-{comment}": "Dari LKjIP tahun lalu"}
    page = (await office.drafter.press(f"{office.path}/text", answered)).text
    assert 'value="Judul yang diketik"' in page
    assert "Dari LKjIP tahun lalu" in page
    now = await office.plan()
    assert (now["comments"][0]["answer"], now["version"]) == ("Dari LKjIP tahun lalu", plan["version"])


async def test_a_reviewer_finds_remarks_and_questions_on_their_rows(office: Kantor) -> None:
    comment = await commented(office)
    review = (await office.secretary.page(f"{office.path}/review")).text
    paper = review.partition("<aside>")[0]
    assert f'id="remark-{comment}"' in paper
    assert f'formaction="{office.path}/comments/{comment}/settlement"' in paper
    asked = (await office.drafter.get(f"{office.path}/check")).json()["questions"]
    onrow = [each for each in asked if each["place"].startswith(("a-", "b-"))]
    assert onrow
    for each in onrow:
        assert f'id="remark-{each["question"]}"' in paper, each["message"]
