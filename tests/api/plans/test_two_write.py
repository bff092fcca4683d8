"""Whatever two write at once on five hundred rows, nothing that either typed is lost, and both come to see one text."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from api.plans.clash import chosen
from api.plans.form import FormRow, TextForm
from api.plans.merging import Taken, taken
from api.plans.patch import cells_of, changed, patched
from api.reads.plan import Past
from domain.measure.reading.target import SCALES
from domain.plan.commands import DraftPlan, EditText
from domain.plan.evolution import evolve
from domain.plan.rules import decide
from domain.plan.state import Plan, PlanEvent
from domain.plan.text import Goal, Indicator, Part, PlanText
from domain.route.route import default_route
from eventstore.entry import Entry
from eventstore.replay import Moment
from tests.domain.office.office_life import AT, DRAFTER, TEXT

GOALS, EACH = 20, 24  # with its goals, five hundred rows


def base() -> PlanText:
    """A text of five hundred rows."""
    a, *others = TEXT.parts
    goals = tuple(Goal(f"g{n}", "", f"Goal {n}") for n in range(GOALS))
    model = a.indicators[0]
    rows = tuple(
        Indicator(f"g{n}-i{m}", f"g{n}", f"Indicator {n} {m}", model.target) for n in range(GOALS) for m in range(EACH)
    )
    return PlanText(TEXT.details, (Part(a.key, a.details, goals, rows), *others))


class Record:
    """What is recorded of a plan, as the store would tell it."""

    def __init__(self) -> None:
        self.moments: list[Moment[Plan]] = []
        self.plan = Plan()
        drafted = DraftPlan(
            by=DRAFTER, at=AT, office="kantor", kind="rkt", year=2024, trial=True, route=default_route(), text=base()
        )
        self.record(decide(drafted, self.plan))

    def record(self, events: list[PlanEvent]) -> None:
        """Append what was decided."""
        for event in events:
            self.plan = evolve(self.plan, event)
            n = len(self.moments) + 1
            entry = Entry("kantor", n, "plan/rkt-2024", n, f"c{n}", b"", AT, "", b"", b"")
            self.moments.append(Moment(entry, event, self.plan))

    def form(self) -> TextForm:
        """The text as its form shows it."""
        return TextForm.from_text(self.plan.text, self.plan.shape)

    def save(self, based_on: int, form: TextForm) -> Taken:
        """Save what is right of a form."""
        found = taken(Past(tuple(self.moments)), based_on, form, SCALES)
        command = EditText(by=DRAFTER, at=AT, based_on=found.plan.version, text=found.text)
        self.record(decide(command, self.plan))
        return found


def edited(form: TextForm, chance: Random, who: str) -> TextForm:
    """Return the form after some of what people do to rows; some of it is not right."""
    rows = list(form.rows)
    for _ in range(chance.randint(1, 12)):
        n = chance.randrange(len(rows))
        row = rows[n]
        match chance.randrange(6):
            case 0 | 1:
                rows[n] = replace(row, text=chance.choice([f"{who} {chance.randrange(9)}", ""]))
            case 2 if row.kind == "indicator":
                rows[n] = replace(row, target=chance.choice(["71%", "72%", "1.000", "?"]))
            case 3:
                goal = row.id if row.kind == "goal" else row.parent
                fresh = f"{who.lower()}-{chance.randrange(10**9)}"
                rows.insert(n + 1, FormRow(fresh, row.part, "indicator", goal, f"New of {who}", "percentage", "80%"))
            case 4 if row.kind == "indicator":
                goals = [each.id for each in rows if each.kind == "goal" and each.part == row.part]
                rows[n] = replace(row, parent=chance.choice(goals))
            case 5:
                gone = {row.id, *(each.id for each in rows if each.parent == row.id)}
                if row.kind == "indicator" or len(gone) < EACH // 2:
                    rows = [each for each in rows if each.id not in gone]
    return replace(form, rows=tuple(rows))


def content(form: TextForm) -> dict[str, tuple[str, ...]]:
    """What stands in the rows."""
    return {row.id: (row.text, row.target_kind, row.target, row.allotted) for row in form.rows}


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_nothing_is_lost_and_both_come_to_see_one_text(seed: int) -> None:
    chance, record = Random(seed), Record()
    seen = {who: (1, record.form()) for who in ("Dewi", "Bayu")}
    for _ in range(6):
        who = chance.choice(list(seen))
        version, shown = seen[who]
        typed = edited(shown, chance, who)
        began, before = TextForm.from_text(Past(tuple(record.moments)).at_version(version).text), record.form()
        mine = changed(began, typed)
        found = record.save(version, typed)
        after = record.form()
        # Only what was typed changes the text: what the other wrote stands.
        written = {row for row, _ in mine.cells} | {row.id for row in mine.rows} | set(mine.removed)
        assert {row for row, _ in changed(before, after).cells} <= written
        assert set(changed(before, after).removed) <= set(mine.removed)
        # Whatever was typed is in the text, or still stands in the form that goes on.
        told = {place.partition(".")[0] for place, _ in found.errors}
        stands = {row.id: dict(cells_of(row)) for row in after.rows}
        for (row, column), text in mine.cells.items():  # of a row that was only moved, the other's words stand
            if row in stands and row not in told:
                assert stands[row].get(column, "") == text, (row, column, text)
        seen[who] = record.plan.version, found.form
        for place in sorted(found.form.undecided):
            if chance.random() < 0.5:
                version, form = seen[who]
                seen[who] = version, chosen(record.form(), form, place, mine=chance.random() < 0.5)
    # In the end nobody types any more, all is chosen and what is not right is left out.
    for who in seen:
        version, form = seen[who]
        for place in sorted(form.undecided):
            form = chosen(record.form(), form, place, mine=False)
        found = record.save(version, form)
        seen[who] = record.plan.version, found.saved
    for version, form in seen.values():
        base_ = TextForm.from_text(Past(tuple(record.moments)).at_version(version).text)
        news = changed(base_, record.form())
        assert content(patched(form, news)) == content(record.form())
