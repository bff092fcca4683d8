"""The invented year fits the published plan: every row of it, its targets under their aggregation, its money."""

import csv
from itertools import pairwise

import msgspec

from activities.evidence.files import judged
from api.http.figures import PROGRAM, read_aim, read_money, read_policy, read_reading
from api.quarters.bodies import RealisationBody
from domain.action.edit import check_quarters
from domain.kernel.actor import Role
from domain.kernel.streams import QUARTERS
from domain.measure.flags import misses
from domain.measure.policy import check_reading
from domain.measure.proposal import propose
from domain.measure.realisation import aim_of
from examples.banjarmasin import people, plan_text
from examples.banjarmasin_year import aimed, execution_rows, spent

INDICATORS = {i.id: i for part in plan_text().parts for i in part.indicators}
PROGRAMMES = {p.id: p for part in plan_text().parts for p in part.programmes}


def test_every_indicator_has_a_year_and_an_owner() -> None:
    owners = {person.id for person in people() if person.role is Role.OWNER}
    assert [row.id for row in execution_rows()] == list(INDICATORS)
    assert {row.owner for row in execution_rows()} == owners


def test_quarterly_targets_give_the_yearly_one_and_every_reading_can_be_measured() -> None:
    for row in execution_rows():
        indicator = INDICATORS[row.id]
        proposed = msgspec.to_builtins(propose(indicator.text, indicator.target).policy)
        body = row.body(aimed(indicator.target), proposed)
        policy = read_policy(body["policy"], 1, row.id)
        aims = [None if text is None else read_aim(policy, text, row.id, PROGRAM) for text in body["targets"]]
        check_quarters([policy] * 4, aims, aim_of(indicator.target), row.id)
        for aim, report in zip(aims, row.quarters, strict=True):
            reading = read_reading(policy, RealisationBody(**report.body()), row.id, PROGRAM)
            check_reading(policy, reading)
            assert report.explanation
            assert report.justification or aim is None or not misses(policy, aim, reading), row.id


def test_what_a_quarter_announces_the_next_one_answers() -> None:
    for row in execution_rows():
        for before, after in pairwise(row.quarters):
            assert bool(before.follow_up) == (after.follow_up_done is not None), row.id


def test_money_is_spent_from_quarter_to_quarter_and_never_more_than_there_is() -> None:
    for key, programme in PROGRAMMES.items():
        amounts = [read_money(spent(number)[key], key, PROGRAM) for number in QUARTERS]
        assert amounts == sorted(amounts)
        assert amounts[-1] <= (programme.allotted or 0)
    assert all(spent(number).keys() == PROGRAMMES.keys() for number in QUARTERS)


def test_a_file_of_evidence_says_what_was_filed_with_it() -> None:
    attached = [report for row in execution_rows() for report in row.quarters if report.evidence]
    assert attached
    for report in attached:
        for name, content in report.files().items():
            judged(name, content)
            _, *lines = csv.reader(content.decode().splitlines(), delimiter=";")
            below, above = (sum(int(line[column]) for line in lines) for column in (1, 2))
            assert (str(above), str(below)) == (report.numerator, report.denominator)


def test_all_words_of_it_say_that_they_are_invented() -> None:
    for row in execution_rows():
        told = row.body("1", {})
        words = [step for step in (told["steps"].get("quarters") or [told["steps"]["year"]]) if step]
        for report in row.quarters:
            sent = report.body()
            words += [sent[field] for field in ("explanation", "justification", "follow_up") if field in sent]
        assert words
        assert all(word.endswith(" (contoh)") for word in words), row.id
