"""What happened, and where programs are told: pages that axe passes, which fit, and a button that takes news away."""

import pytest

from domain.kernel.actor import Role
from tests.activities.webhooks.receiver import Receiver, receiving
from tests.api.house import Kantor
from tests.api.notices.test_notices import returned
from tests.api.webhooks.test_webhooks import made
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser


async def test_news_and_webhooks_are_accessible_fit_and_are_read(office: Kantor, new_page: Open) -> None:
    receiver = Receiver(status=503, text="Sedang dirawat. " + "x" * 200)
    found = {}
    async with receiving(receiver) as url:
        hook = (await made(office, url + "/" + "panjang" * 20, "returned", "all-signed"))["webhook"]["id"]
        await returned(office, "Target 1.2 belum bersumber. " + "Mohon" * 40)
        await receiver.until(1)
        here = f"/offices/{office.id}/webhooks"
        pages = (
            *((Role.DRAFTER, "/"), (Role.DRAFTER, "/notices"), (Role.DRAFTER, "/account")),
            *((Role.ADMINISTRATOR, here), (Role.ADMINISTRATOR, f"{here}/{hook}")),
        )
        for size, dark in ((WIDE, False), (NARROW, True)):
            for role, path in pages:
                page = await new_page(role, size, dark=dark)
                await page.goto(path)
                await page.evaluate("() => document.querySelectorAll('main details').forEach(each => each.open = true)")
                wrong = await faults(page)
                if (wide := await overflow(page)) > 0:
                    wrong.append(f"{wide} pixels too wide")
                if wrong:
                    found[f"{path} {size}"] = wrong
    assert found == {}
    page = await new_page(Role.DRAFTER)
    await page.goto("/")
    news = page.locator(".desk-notices[aria-labelledby]")
    assert await news.count() == 1
    await news.get_by_role("button").click()
    await page.wait_for_url("**/")
    assert await news.count() == 0
