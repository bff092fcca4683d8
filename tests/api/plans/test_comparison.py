"""What an amendment changes, as files: whoever reads the plan may have them, and there is none of a first text."""

from tests.api.house import Kantor


async def test_a_plan_without_an_amendment_has_no_comparison(office: Kantor) -> None:
    await office.draft()
    for ending, media in (("pdf", "application/pdf"), ("csv", "text/csv")):
        answer = await office.auditor.get(f"{office.path}/redline.{ending}", media)
        assert answer.status_code == 404
    answer = await office.auditor.get(f"{office.path}/redline.pdf?number=x", "application/pdf")
    assert answer.status_code == 422
