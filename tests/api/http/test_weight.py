"""Pages are light: a phone between two meetings has no time for them otherwise."""

from tests.api.house import HTML, Kantor

_HEAVIEST = 60_000  # bytes on the wire, without pictures
_SHEETS = (
    "tokens.css",
    "paraf.css",
    "paper.css",
    "story.css",
    "acts.css",
    "grid.css",
    "editor.css",
    "year.css",
    "action.css",
    "screens.css",
)
_FILES = (*_SHEETS, "paraf.js", "editor.js", "icons.svg")


async def test_no_page_of_the_sample_plan_is_heavy(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    for person, path in (
        (office.drafter, "/"),
        (office.drafter, f"{office.path}/edit"),
        (office.secretary, f"{office.path}/review"),
        (office.auditor, office.path),
        (office.auditor, f"{office.path}/history"),
    ):
        async with person.client.stream("GET", path, headers={"Accept": HTML}) as answer:
            sent = sum([len(chunk) async for chunk in answer.aiter_raw()])
        assert answer.status_code == 200
        assert answer.headers["content-encoding"] == "gzip"
        assert sent < _HEAVIEST / 3, (path, sent)


async def test_what_every_page_needs_is_light_too(office: Kantor) -> None:
    sent = 0
    for name in _FILES:
        async with office.drafter.client.stream("GET", f"/static/{name}") as answer:
            assert answer.status_code == 200
            sent += sum([len(chunk) async for chunk in answer.aiter_raw()])
    assert sent < _HEAVIEST / 2
