"""The editor's form: what is typed stays typed, and what can be read is read."""

import itertools
from dataclasses import replace as replace_row
from decimal import Decimal

import pytest
from msgspec.structs import replace

from api.http.problems import FormErrors
from api.http.reading import filled
from api.plans.bodies import TextBody
from api.plans.buttons import pressed
from api.plans.form import TextForm
from domain.kernel.errors import PlanError
from domain.kernel.message import canonical
from domain.measure.target import Quantity
from domain.plan.text import PlanText
from examples.banjarmasin import plan_text
from views.text import text_view

TEXT = plan_text()


def fields(form: TextForm) -> list[tuple[str, str]]:
    """What a browser sends for a form."""
    sent = [(f"detail-{name}", value) for name, value in form.cover.items()]
    sent += [(f"detail-{key}-{name}", v) for key, details in form.parts.items() for name, v in details.items()]
    for n, row in enumerate(form.rows):
        sent += [
            (f"rows-{n}-{name}", getattr(row, name))
            for name in row.__dataclass_fields__
            if name not in ("cells", "supports")
        ]
        sent += [(f"rows-{n}-cell-{column}", str(typed)) for column, typed in row.cells.items()]
    return sent


def ids(form: TextForm) -> list[str]:
    return [row.id for row in form.rows]


def new_ids() -> "itertools.count[int]":
    return itertools.count(1)


def read(form: TextForm) -> PlanText:
    return form.text()


def test_a_text_goes_through_the_form_unchanged() -> None:
    assert TextForm.from_text(TEXT).text() == TEXT


def test_a_text_goes_through_a_browser_unchanged() -> None:
    assert TextForm.from_fields(fields(TextForm.from_text(TEXT))).text() == TEXT


def sent(body: object) -> TextForm:
    """Read what a program sent."""
    return TextForm.from_body(filled(TextBody, canonical(body), None))


def faults(error: PlanError) -> list[tuple[str, str]]:
    """Return every place with its code."""
    return [(each.place, each.code) for each in getattr(error, "causes", (error,))]


def test_what_the_api_serves_can_be_sent_back() -> None:
    assert sent(text_view(TEXT)).text() == TEXT


def test_every_unreadable_cell_is_named_and_stays_as_typed() -> None:
    typed = [
        (name, {"rows-2-target": "59.89", "rows-59-allotted": "banyak"}.get(name, value))
        for name, value in fields(TextForm.from_text(TEXT))
    ]
    numbers = {row.id: n for n, row in enumerate(TextForm.from_text(TEXT).rows)}
    target, budget = f"rows-{numbers['a-i01']}-target", f"rows-{numbers['b-p1']}-allotted"
    typed = [(name, {target: "59.89", budget: "-5"}.get(name, value)) for name, value in typed]
    form = TextForm.from_fields(typed)
    with pytest.raises(FormErrors) as caught:
        form.text()
    assert [(place, error.code) for place, error in caught.value.errors if error.code != "number-unreadable"] == [
        ("a-i01.target", "number-ambiguous"),
        ("b-p1.allotted", "negative-budget"),
    ]
    assert next(row.target for row in form.rows if row.id == "a-i01") == "59.89"


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (lambda body: body.update(colour="red"), "colour", "unknown-field"),
        (lambda body: body.pop("title"), "title", "field-missing"),
        (lambda body: body.update(parts=3), "parts", "not-a-list"),
        (lambda body: body["parts"][0].update(goals=[3]), "A.goals.0", "not-an-object"),
        (lambda body: body["parts"][0]["indicators"][0].update(text=3), "a-i01.text", "not-a-text"),
        (lambda body: body["parts"][0]["indicators"][0].update(target="9%"), "a-i01.target", "not-an-object"),
        (lambda body: body["parts"][0]["details"].update(hidden=""), "A.hidden", "unknown-field"),
        (lambda body: body["parts"][1].update(key="A"), "parts.1.key", "part-twice"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_place(change, place, code) -> None:  # type: ignore[no-untyped-def]
    body = text_view(TEXT)
    change(body)
    with pytest.raises(PlanError) as caught:
        sent(body)
    assert (place, code) in faults(caught.value)


@pytest.mark.parametrize("body", [None, [], "text", 3])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(PlanError) as caught:
        sent(body)
    assert faults(caught.value) == [("", "not-an-object")]


def test_sen_are_read_from_our_own_json() -> None:
    body = text_view(TEXT)
    body["parts"][1]["programmes"][0]["allotted"] = "814815000.5"
    assert str(sent(body).text().parts[1].programmes[0].allotted) == "814815000.50"


def test_what_stood_before_it_would_be_asked_about_stands_on() -> None:
    part = TEXT.parts[1]
    old = replace(part.indicators[0], target=Quantity(Decimal(1234), "km"))
    text = TEXT.with_part(replace(part, indicators=(old, *part.indicators[1:])))
    form = TextForm.from_fields(fields(TextForm.from_text(text)))
    with pytest.raises(FormErrors):
        form.text()
    assert form.text(base=text) == text


def test_a_paper_says_once_how_its_figures_are_written() -> None:
    form = TextForm.from_text(TEXT)
    rows = tuple(replace_row(row, target_kind="index", target="0.7") if row.id == "b-i06" else row for row in form.rows)
    with pytest.raises(FormErrors):
        replace_row(form, rows=rows).text()
    said = replace_row(form, rows=rows, cover={**form.cover, "numbers": "en"})
    with pytest.raises(FormErrors) as no:  # this paper's other figures are not written so
        said.text()
    assert "b-i06.target" not in {place for place, _ in no.value.errors}


def test_rows_are_added_where_they_belong() -> None:
    form, numbers = TextForm.from_text(TEXT), new_ids()

    def new_id() -> str:
        return f"new-{next(numbers)}"

    def after(button: str) -> str:
        changed = pressed(form, button, new_id)
        assert len(changed.rows) == len(form.rows) + 1
        place = next(n for n, row in enumerate(changed.rows) if row.id.startswith("new-"))
        return changed.rows[place - 1].id

    assert after("add-indicator:a-g1-3") == "a-i06"
    assert after("add-indicator:a-g1") == "a-g1"
    assert after("add-goal:A:a-g1") == "a-i06"
    assert after("add-goal:A") == "a-i13"
    assert after("add-goal:B") == "b-i18"
    assert after("add-programme:B") == "b-p9"
    assert after("add-programme:A") == "a-i13"


def test_a_goal_goes_with_all_that_stands_under_it() -> None:
    changed = pressed(TextForm.from_text(TEXT), "remove:a-g1", str)
    assert next(row for row in ids(changed) if row.startswith("a-")) == "a-g2"


def test_rows_move_among_their_siblings_and_over_the_edge() -> None:
    form = TextForm.from_text(TEXT)

    def moved(button: str) -> PlanText:
        changed = pressed(form, button, str)
        assert sorted(ids(changed)) == sorted(ids(form))
        return changed.text()

    assert [i.id for i in moved("down:a-i07").parts[0].indicators][6:8] == ["a-i08", "a-i07"]
    assert [g.id for g in moved("up:a-g2").parts[0].goals][:3] == ["a-g2", "a-g2-1", "a-g2-2"]
    assert [g.id for g in moved("down:a-g1").parts[0].goals][:3] == ["a-g2", "a-g2-1", "a-g2-2"]
    assert [p.id for p in moved("up:b-p2").parts[1].programmes][:2] == ["b-p2", "b-p1"]
    over = moved("up:a-i07").parts[0].indicators
    assert next(i.goal for i in over if i.id == "a-i07") == "a-g2"
    under = moved("down:a-i06").parts[0].indicators
    assert next(i.goal for i in under if i.id == "a-i06") == "a-g2"


@pytest.mark.parametrize(
    "button", ["", "up:a-g1", "down:b-p9", "up:nobody", "remove:nobody", "add-goal:Z", "shout:a-i01"]
)
def test_a_button_without_a_meaning_changes_nothing(button: str) -> None:
    form = TextForm.from_text(TEXT)
    assert pressed(form, button, str) == form
