"""The account of a person of an office: one, with one link, managed by whoever administers all their offices."""

from api.access.accounts import Account
from tests.api.house import House, Kantor
from tests.api.people.test_people import at


async def test_an_account_of_two_offices_is_managed_by_who_administers_both(house: House, office: Kantor) -> None:
    other = await house.office()
    shared = office.chair.account.person
    assert (await other.administrator.ask(at(other), {"person": shared, "name": "Ketut Wijaya"})).status_code == 201
    # Knowing the id of somebody's person gives no hold of their account, nor word of it.
    told = (await other.administrator.get(at(other, shared))).json()
    assert "account" not in told
    for more in ("invitation", "closing", "email"):
        refused = await other.administrator.ask(at(other, shared, f"account/{more}"), {})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-account")
    page = await other.administrator.press(at(other, shared, "account/closing"), {})
    assert page.status_code == 403
    assert (await office.administrator.ask(at(office, shared, "account/email"), {"email": "k@example.org"})).is_success
    assert (await other.administrator.ask(at(other, shared, "roles"), {"role": "auditor"})).status_code == 201
    refused = await office.administrator.ask(at(office, shared, "account/closing"), {})
    assert refused.status_code == 403
    both = other.administrator.account.person
    assert (await office.administrator.ask(at(office), {"person": both, "name": "Asih Lestari"})).status_code == 201
    assert (await office.administrator.ask(at(office, both, "roles"), {"role": "administrator"})).status_code == 201
    closed = await other.administrator.ask(at(other, shared, "account/closing"), {})
    assert closed.json()["closed"] is True


async def test_an_account_asked_for_twice_is_one_with_one_link(house: House, office: Kantor) -> None:
    await office.administrator.ask(at(office), {"person": f"budi-{office.id}", "name": "Budi"})
    path, body = at(office, f"budi-{office.id}", "account"), {"username": f"budi-{office.id}"}
    first, second = [(await office.administrator.ask(path, body)) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    accounts = [first.json()["link"].rpartition("/")[2], second.json()["link"].rpartition("/")[2]]
    invited: list[Account | None] = [await house.services.accounts.invited(secret) for secret in accounts]
    assert invited[0] is None
    assert invited[1] is not None
    taken = await office.administrator.ask(path, {"username": office.chair.account.username})
    assert (taken.status_code, taken.json()["code"]) == (409, "account-exists")
    await office.administrator.ask(at(office, f"budi-{office.id}", "account/closing"), {})
    closed = await office.administrator.ask(at(office, f"budi-{office.id}", "account/invitation"), {})
    assert (closed.status_code, closed.json()["code"]) == (409, "account-closed")
