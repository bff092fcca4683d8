"""What two texts of a plan differ in, whichever came first."""

from datetime import datetime, timedelta

import pytest

from tests.api.history.test_history import edited, told
from tests.api.house import Kantor


async def test_two_versions_are_compared_either_way(office: Kantor) -> None:
    await office.draft()
    await edited(office, "a-i08", target="79%")
    await edited(office, "a-i09", target="80%")
    await edited(office, "a-i09", target="81%")
    forth = (await office.auditor.get(f"{office.path}/differences?from=1&to=4")).json()
    assert (forth["from"]["version"], forth["to"]["version"]) == (1, 4)
    assert forth["to"]["text_digest"] == (await office.plan())["text_digest"]
    assert [(c["type"], c["indicator"]) for c in forth["changes"]] == [
        ("target-changed", "a-i08"),
        ("target-changed", "a-i09"),
    ]
    back = (await office.auditor.get(f"{office.path}/differences?from=4&to=1")).json()
    assert [(c["old"], c["new"]) for c in back["changes"]] == [(c["new"], c["old"]) for c in forth["changes"]]
    newest = (await office.auditor.get(f"{office.path}/differences")).json()
    assert (newest["from"]["version"], newest["to"]["version"]) == (3, 4)
    page = (await office.auditor.page(f"{office.path}/differences?from=1&to=4")).text
    assert page.count('class="target changed"') == 2
    assert 'id="a-i01.target"' not in page
    same = (await office.auditor.get(f"{office.path}/differences?from=4&to=4")).json()
    assert same["changes"] == []


async def test_two_instants_are_compared(office: Kantor) -> None:
    await office.draft()
    first = datetime.fromisoformat((await told(office))["acts"][-1]["recorded_at"])
    await edited(office, "a-i08", target="79%")
    second = datetime.fromisoformat((await told(office))["acts"][-1]["recorded_at"])
    query = {"from": first.isoformat(), "to": second.isoformat()}
    changes = (await office.auditor.get(f"{office.path}/differences", params=query)).json()
    assert [change["indicator"] for change in changes["changes"]] == ["a-i08"]
    query = {"from": first.isoformat(), "to": (second - timedelta(microseconds=1)).isoformat()}
    changes = (await office.auditor.get(f"{office.path}/differences", params=query)).json()
    assert changes["changes"] == []


@pytest.mark.parametrize("place", ["from", "to"])
@pytest.mark.parametrize(
    ("value", "code", "status"),
    [
        ("kemarin", "not-an-instant", 422),
        ("-1", "not-an-instant", 422),
        ("99", "unknown-version", 404),
        ("2001-01-01", "before-the-plan", 404),
        ("0001-01-01T00:00:00+14:00", "not-an-instant", 422),
    ],
)
async def test_a_moment_that_never_was_is_told_its_place(
    office: Kantor, place: str, value: str, code: str, status: int
) -> None:
    await office.draft()
    answer = await office.auditor.get(f"{office.path}/differences", params={place: value})
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["place"]) == (status, code, place)
