"""What people choose of their accounts, read where it matters; and help, which everybody who signs in has."""

import pytest

from activities.reminders.post import Mailing, addresses
from api.help.jobs import JOBS
from api.help.terms import TERMS
from domain.kernel.actor import Role
from tests.api.house import HTML, PASSWORD, House, Kantor


async def test_no_mail_of_a_kind_that_somebody_silenced(office: Kantor) -> None:
    services, chair = office.house.services, office.chair
    await services.accounts.set_email(chair.account, "ketua@example.org")
    who = [chair.account.person]
    assert (await chair.press("/account/notices", {"notices": ["", "filing"]})).status_code == 303
    asked = [await addresses(services.store, office.id, who, mailing) for mailing in Mailing]
    assert [bool(found) for found in asked] == [mailing is Mailing.FILING for mailing in Mailing]
    page = await chair.page("/account")
    assert page.text.count('name="notices" value="filing" checked') == 1
    assert page.text.count(" checked>") == 1
    assert (await chair.ask("/account/notices", {"notices": list(Mailing)})).status_code == 200
    assert (await chair.get("/account")).json()["notices"] == list(Mailing)


async def test_the_language_goes_with_the_person(house: House, office: Kantor) -> None:
    assert (await office.chair.press("/language", {"lang": "en", "next": "/account"})).status_code == 303
    client = await house.client()
    sent = {"username": office.chair.account.username, "password": PASSWORD}
    assert (await client.post("/sign-in", data=sent, headers={"Accept": HTML})).status_code == 303
    assert '<html lang="en">' in (await client.get("/account", headers={"Accept": HTML})).text


async def test_other_sessions_are_ended_and_ones_own_goes_on(house: House, office: Kantor) -> None:
    other = await house.client()
    sent = {"username": office.chair.account.username, "password": PASSWORD}
    assert (await other.post("/sign-in", data=sent, headers={"Accept": HTML})).status_code == 303
    assert (await office.chair.press("/account/sessions/end", {})).status_code == 303
    assert (await other.get("/account")).status_code == 401
    assert (await office.chair.get("/account")).status_code == 200


async def test_the_tour_is_offered_until_it_was_seen_and_stays_in_help(office: Kantor) -> None:
    assert 'href="/help/tour"' in (await office.drafter.page("/")).text
    assert (await office.drafter.press("/help/tour/end", {})).status_code == 303
    assert 'href="/help/tour"' not in (await office.drafter.page("/")).text
    assert 'href="/help/tour"' in (await office.drafter.page("/help")).text


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.SECRETARY, Role.AUDITOR, Role.ADMINISTRATOR])
async def test_a_tour_is_of_what_one_does(office: Kantor, role: Role) -> None:
    page = (await office[role].page("/help/tour")).text
    assert {job.key for job in JOBS if f'href="/help/{job.key}"' in page} == {j.key for j in JOBS if role in j.roles}


async def test_every_job_and_every_word_has_its_page(office: Kantor) -> None:
    for job in JOBS:
        page = await office.auditor.page(f"/help/{job.key}")
        assert page.status_code == 200, job.key
        assert page.text.count("<li>") >= len(job.steps)
        assert set(job.terms) <= TERMS.keys()
    words = (await office.auditor.page("/help/words")).text
    assert all(f'<dt id="{key}">' in words for key in TERMS)
    assert (await office.auditor.page("/help/nothing")).status_code == 404
