"""What went and what came between two texts: either can be read out of both together."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.actor import system
from domain.plan.difference import difference
from domain.plan.facts import RowRemoved
from domain.plan.redline import Mark, redline, with_removed
from domain.plan.text import ordered
from examples import banjarmasin

_WORDS = st.lists(st.sampled_from(["nilai", "indeks", "80", "90%", "\n", " ", "Sasaran"]), max_size=12).map("".join)


@given(_WORDS, _WORDS)
def test_both_wordings_are_read_out_of_what_is_marked(old: str, new: str) -> None:
    found = redline(old, new)
    assert all(stretch.text for stretch in found)
    for mark, wording in ((Mark.COME, old), (Mark.GONE, new)):
        assert "".join(s.text for s in found if s.mark is not mark).split() == wording.split()


def test_rows_that_went_stand_where_they_stood() -> None:
    old = banjarmasin.plan_text().part("B")
    whole = banjarmasin.plan_text()
    random = Random(11)
    for _ in range(20):
        gone = {row.id for row in old.rows() if random.random() < 0.3}
        goals = tuple(goal for goal in old.goals if goal.id not in gone)
        kept = {goal.id for goal in goals}
        new = ordered(
            type(old)(
                old.key,
                old.details,
                goals,
                tuple(i for i in old.indicators if i.id not in gone and i.goal in kept),
                tuple(p for p in old.programmes if p.id not in gone),
            )
        )
        assert with_removed(old, new) == old
        facts = difference(whole, whole.with_part(new), system(""), datetime.min.replace(tzinfo=UTC), 0)
        assert {fact.row.id for fact in facts if isinstance(fact, RowRemoved)} == {r.id for r in old.rows()} - {
            r.id for r in new.rows()
        }


def test_a_row_that_only_moved_stands_once_where_it_is_now() -> None:
    old = banjarmasin.plan_text().part("A")
    first, *others = old.indicators
    home = next(goal.id for goal in reversed(old.goals) if goal.id != first.goal)
    new = ordered(
        type(old)(old.key, old.details, old.goals, (*others, type(first)(first.id, home, first.text, first.target)))
    )
    assert with_removed(old, new) == new
    assert sorted(row.id for row in with_removed(old, new).rows()) == sorted(row.id for row in old.rows())
