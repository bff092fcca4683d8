"""What somebody types is kept for them alone until it is recorded or left out, and is no fact of anything."""

from tests.api.house import JSON, Kantor, key

KEPT = "ditampilkan kembali"


async def test_what_was_typed_is_back_for_its_author_alone(office: Kantor) -> None:
    plan = await office.draft()
    edit = f"{office.path}/edit"
    fields = {"page": edit, "detail-title": "Judul yang belum disimpan", "text_version": str(plan["version"])}
    answer = await office.drafter.press(f"/offices/{office.id}/kept", fields)
    assert answer.status_code == 303
    page = await office.drafter.page(edit)
    assert "Judul yang belum disimpan" in page.text
    assert KEPT in page.text
    assert (await office.plan())["version"] == plan["version"]
    entries = (await office.auditor.get(f"/offices/{office.id}/log")).text
    assert "Judul yang belum disimpan" not in entries
    for person in (office.secretary, office.auditor):
        assert "Judul yang belum disimpan" not in (await person.page(f"{office.path}/edit")).text


async def test_what_is_left_out_or_saved_is_kept_no_longer(office: Kantor) -> None:
    plan = await office.draft()
    edit = f"{office.path}/edit"
    await office.drafter.press(f"/offices/{office.id}/kept", {"page": edit, "detail-title": "Satu"})
    gone = await office.drafter.press(f"/offices/{office.id}/kept", {"page": edit, "do": "discard"})
    assert (gone.status_code, gone.headers["location"]) == (303, edit)
    assert KEPT not in (await office.drafter.page(edit)).text
    sent = {"page": edit, "fields": [["detail-title", "Dua"]]}
    assert (await office.drafter.ask(f"/offices/{office.id}/kept", sent)).status_code == 200
    assert "Dua" in (await office.drafter.page(edit)).text
    saved = await office.drafter.ask(f"{office.path}/text", plan["text"], plan["version"])
    assert saved.status_code == 200
    assert KEPT not in (await office.drafter.page(edit)).text


async def test_nothing_is_kept_for_a_page_elsewhere(office: Kantor) -> None:
    await office.draft()
    for page in ("/account", "https://example.org/", f"/offices/{office.id}/" + "x" * 400, ""):
        answer = await office.drafter.press(f"/offices/{office.id}/kept", {"page": page, "detail-title": "Satu"})
        assert (answer.status_code, "bukan" in answer.text or "Tidak ada" in answer.text) == (422, True), page
    foreign = await office.drafter.press("/offices/somewhere-else/kept", {"page": "/offices/somewhere-else/plans"})
    assert foreign.status_code == 404


async def test_no_token_writes_into_what_its_person_types(office: Kantor) -> None:
    """One made to read replaced it, and the person would have saved what the machine had put there."""
    await office.draft()
    kept, edit = f"/offices/{office.id}/kept", f"{office.path}/edit"
    await office.drafter.press(kept, {"page": edit, "detail-title": "Satu"})
    made = (await office.drafter.ask("/tokens", {"name": "Pembaca", "scopes": ["read", "draft"]})).json()
    client = await office.house.client(headers={"Accept": JSON, "Authorization": f"Bearer {made['secret']}"})
    for sent in ({"page": edit, "fields": [["detail-title", "Dua"]]}, {"page": edit, "discard": True}):
        assert (await client.post(kept, json=sent, headers={"Idempotency-Key": key()})).status_code == 403
    assert "Satu" in (await office.drafter.page(edit)).text
