"""The account of a person: managed by its home alone, acting elsewhere once asked for and agreed to."""

from api.access.accounts import Account
from tests.api.house import House, Kantor
from tests.api.people.test_people import at


async def test_an_id_that_another_office_holds_is_its_own(house: House, office: Kantor) -> None:
    """Fault 1: whose an account is.

    The administrator of one office makes an account under an id, then another office appoints that id: what it grants
    opens nothing to the account, until the office asks for it and the person agrees.
    """
    other = await house.office()
    stranger = office.chair
    shared = stranger.account.person
    assert (await other.administrator.ask(at(other), {"person": shared, "name": "Ketut Wijaya"})).status_code == 201
    told = (await other.administrator.get(at(other, shared))).json()
    assert told["account"] == {"home": "Kantor Contoh", "made": True, "asked": False, "joined": False}
    other.administrator.client.headers["Accept-Language"] = "en"
    assert "This person has an account elsewhere" in (await other.administrator.page(at(other, shared))).text
    position = {"position": "Ketua", "role": "chair", "since": "2020-01-01", "capacity": "plt"}
    assert (await other.administrator.ask(at(other, shared, "appointments"), position)).status_code == 201
    assert (await other.administrator.ask(at(other, shared, "roles"), {"role": "chair"})).status_code == 201
    await other.draft()
    assert (await stranger.get(other.path)).status_code == 404
    assert [each["office"] for each in (await stranger.get("/offices")).json()["offices"]] == [office.id]
    # Nobody joins an office that has not asked.
    assert (await stranger.ask(f"/account/offices/{other.id}", {})).status_code == 404
    assert (await other.administrator.ask(at(other, shared, "account/membership"), {})).json()["asked"] is True
    assert (await stranger.get(other.path)).status_code == 404
    assert "Kantor Contoh" in (await stranger.page("/")).text
    assert [asking["office"] for asking in (await stranger.get("/account")).json()["asking"]] == [other.id]
    assert (await stranger.press(f"/account/offices/{other.id}", {})).status_code == 303
    assert (await stranger.get(other.path)).status_code == 200
    for end in (
        other.administrator.ask(at(other, shared, "account/membership/end"), {}),
        stranger.ask(f"/account/offices/{other.id}/end", {}),
    ):
        assert (await end).status_code == 200
        assert (await stranger.get(other.path)).status_code == 404
        assert (await stranger.get(office.path.rpartition("/")[0])).status_code == 200
        await house.services.memberships.begun(stranger.account, other.id)


async def test_nobody_resets_or_signs_out_what_is_not_theirs(house: House, office: Kantor) -> None:
    """Fault 1, and its kind: a grant by another office neither gives a hold of the account nor takes the home's."""
    other = await house.office()
    shared = office.chair.account.person
    for more, body in (
        ("", {"person": shared, "name": "Ketut Wijaya"}),
        (f"/{shared}/roles", {"role": "auditor"}),
        (f"/{shared}/roles/revocations", {"role": "auditor"}),
        (f"/{shared}/roles", {"role": "auditor"}),
    ):
        assert (await other.administrator.ask(at(other) + more, body)).status_code == 201
    assert (await office.chair.get("/")).status_code == 200  # and so nobody was signed out
    for more in ("invitation", "closing", "opening", "email"):
        refused = await other.administrator.ask(at(other, shared, f"account/{more}"), {})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-account"), more
    made = await other.administrator.ask(at(other, shared, "account"), {"username": "lain"})
    assert (made.status_code, made.json()["code"]) == (403, "not-your-account")
    assert (await other.administrator.press(at(other, shared, "account/closing"), {})).status_code == 403
    assert (await office.administrator.ask(at(office, shared, "account/email"), {"email": "k@example.org"})).is_success
    assert (await office.administrator.ask(at(office, shared, "account/closing"), {})).json()["closed"] is True
    # A person whose every role was taken away is still at home.
    closed = (
        await office.administrator.ask(at(office, office.drafter, "roles/revocations"), {"role": "drafter"})
    ).json()
    assert closed["events"]
    refused = await other.administrator.ask(at(other), {"person": office.drafter.account.person, "name": "Dewi"})
    assert refused.status_code == 201
    refused = await other.administrator.ask(at(other, office.drafter, "account/invitation"), {})
    assert refused.json()["code"] == "not-your-account"


async def test_an_id_is_of_the_office_that_registered_it_first(house: House, office: Kantor) -> None:
    """Fault 1, and its kind: before there is an account."""
    other, person = await house.office(), f"budi-{office.id}"
    for each in (office, other):
        assert (await each.administrator.ask(at(each), {"person": person, "name": "Budi"})).status_code == 201
    told = (await other.administrator.get(at(other, person))).json()
    assert told["account"] == {"home": "Kantor Contoh", "made": False, "asked": False, "joined": False}
    refused = await other.administrator.ask(at(other, person, "account"), {"username": person})
    assert refused.json()["code"] == "not-your-account"
    asked = await other.administrator.ask(at(other, person, "account/membership"), {})
    assert asked.status_code == 404
    assert (await office.administrator.ask(at(office, person, "account"), {"username": person})).status_code == 201


async def test_who_opens_an_office_acts_in_it_at_once(house: House, office: Kantor) -> None:
    new = f"{office.id}-baru"
    body = {"office": new, "name": "Kantor Baru", "time_zone": "Asia/Jakarta"}
    assert (await office.administrator.ask("/offices", body)).status_code == 201
    assert (await office.administrator.get(f"/offices/{new}/people")).status_code == 200


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
