"""The amendment of a signed plan on its pages: begun, reasoned, reviewed, signed, given up, rejected, read again."""

from domain.kernel.actor import Role
from tests.api.forms import faults, fields
from tests.api.house import HTML, Kantor, key
from tests.api.plans.amendment import PDF, amended, begun, changed, reasoned, said, signed
from tests.api.plans.test_versions import edited
from tests.api.played import Year


async def test_what_was_typed_of_an_amendment_stays_whatever_is_wrong(office: Kantor) -> None:
    await signed(office)
    form = (await office.drafter.page(f"{office.path}/amendment")).text
    assert "pergantian atau mutasi pejabat" in form
    typed = said(office, effective="hari ini") | {"basis.day": "31 Februari", "grounds": []}
    answer = await office.drafter.press(f"{office.path}/amendment", typed)
    assert answer.status_code == 422
    assert faults(answer.text) == ["basis.day", "effective"]
    kept = fields(answer.text, f"{office.path}/amendment")
    assert (kept["basis.day"], kept["effective"], kept["reason"]) == ("31 Februari", "hari ini", typed["reason"])
    answer = await office.drafter.press(f"{office.path}/amendment", said(office, grounds=[]))
    assert (answer.status_code, faults(answer.text)) == (422, ["grounds"])
    assert (await office.plan())["phase"] == "signed"


async def test_the_file_of_the_basis_document_is_kept_even_when_the_form_comes_back(office: Kantor) -> None:
    await signed(office)
    typed = said(office, effective="")
    path = f"{office.path}/amendment"
    data, files = {"command_id": key(), **typed}, {"file": ("revisi.pdf", PDF, "application/pdf")}
    answer = await office.drafter.client.post(path, headers={"Accept": HTML}, data=data, files=files)
    assert (answer.status_code, faults(answer.text)) == (422, ["effective"])
    again = fields(answer.text, path) | said(office) | {"command_id": key()}
    assert again["basis.name"] == "revisi.pdf"
    answer = await office.drafter.client.post(path, headers={"Accept": HTML}, data=again)
    assert answer.status_code == 303, answer.text
    page = (await office.auditor.page(office.path)).text
    assert "revisi.pdf" in page
    file = await office.auditor.get(f"{path}/files/{again['basis.file']}", "application/pdf")
    assert (file.status_code, file.content) == (200, PDF)


async def test_only_a_drafter_sees_the_form_and_only_of_a_signed_plan(office: Kantor) -> None:
    await office.draft()
    assert (await office.drafter.page(f"{office.path}/amendment")).status_code == 303
    await office.submit()
    await office.sign_all()
    assert (await office.secretary.page(f"{office.path}/amendment")).status_code == 403
    assert f"{office.path}/amendment" not in (await office.secretary.page(office.path)).text
    assert f"{office.path}/amendment" in (await office.drafter.page(office.path)).text


async def test_the_plan_page_says_what_is_in_force_and_that_an_amendment_is_written(office: Kantor) -> None:
    await begun(office)
    page = (await office.auditor.page(office.path)).text
    assert "Perubahan Pertama" in page
    assert "Hari ini" in page
    assert f"{office.path}?version=1" in page
    then = (await office.auditor.page(f"{office.path}?version=1")).text
    assert "Ditandatangani secara elektronik" in then


async def test_a_changed_cell_shows_what_is_in_force_and_asks_its_reason(office: Kantor) -> None:
    await changed(office)
    editor = (await office.drafter.page(f"{office.path}/edit")).text
    assert 'name="reason-a-i08.target"' in editor
    assert editor.count('class="amended wanting"') == 2  # the cell, and the blank one for scripts
    form = fields(editor, f"{office.path}/text") | {"reason-a-i08.target": "Pagu naik. (contoh)", "do": "save"}
    answer = await office.drafter.press(f"{office.path}/text", form)
    assert answer.status_code == 303, answer.text
    told = (await office.drafter.get(f"{office.path}/redline")).json()
    assert [(each["place"], each["reason"]) for each in told["changes"]] == [("a-i08.target", "Pagu naik. (contoh)")]


async def test_without_reasons_nothing_is_sent_and_the_check_leads_to_the_cell(office: Kantor) -> None:
    plan = await changed(office)
    check = (await office.drafter.page(f"{office.path}/check")).text
    assert f"{office.path}/edit#a-i08.target" in check
    assert "disabled" in check[check.index('id="send"') :]
    answer = await office.drafter.press(f"{office.path}/submission", {"text_version": str(plan["version"])})
    assert answer.status_code == 422
    assert 'href="#a-i08.target"' in answer.text


async def test_one_reason_goes_to_all_that_have_none(office: Kantor) -> None:
    plan = await changed(office)
    text = plan["text"]
    text["parts"][0]["indicators"][0]["text"] += " (perubahan)"
    await office.drafter.ask(f"{office.path}/text", text, plan["version"])
    first = plan["text"]["parts"][0]["indicators"][0]["id"]
    told = {"comment": "reasons", "same": "Sama untuk semua. (contoh)", "reason-a-i08.target": "Sendiri. (contoh)"}
    answer = await office.drafter.press(f"{office.path}/amendment/reasons", told)
    assert answer.headers["location"] == f"{office.path}/check#reasons"
    changes = (await office.drafter.get(f"{office.path}/redline")).json()["changes"]
    assert {each["place"]: each["reason"] for each in changes} == {
        f"{first}.text": "Sama untuk semua. (contoh)",
        "a-i08.target": "Sendiri. (contoh)",
    }


async def test_a_form_that_was_opened_before_takes_no_reason_of_another_back(office: Kantor) -> None:
    await changed(office)
    path = f"{office.path}/amendment/reasons"
    old = fields((await office.drafter.page(f"{office.path}/check")).text, path)
    other = [{"place": "a-i08.target", "reason": "Dari yang lain. (contoh)"}]
    assert (await office.drafter.ask(path, {"reasons": other})).status_code == 201
    untouched = await office.drafter.press(path, old | {"command_id": key()})
    assert untouched.status_code == 303, untouched.text
    typed = old | {"reason-a-i08.target": "Dari saya. (contoh)", "command_id": key()}
    answer = await office.drafter.press(path, typed)
    assert (answer.status_code, faults(answer.text)) == (409, ["a-i08.target"])
    assert "Dari yang lain. (contoh)" in answer.text
    again = fields(answer.text, path)
    assert again["reason-a-i08.target"] == "Dari saya. (contoh)"
    assert (await office.drafter.press(path, again)).status_code == 303
    (told,) = (await office.drafter.get(f"{office.path}/redline")).json()["changes"]
    assert told["reason"] == "Dari saya. (contoh)"


async def test_a_row_that_changed_parts_asks_one_reason_for_both_and_both_signatures(office: Kantor) -> None:
    plan = await begun(office)
    text = plan["text"]
    left, joined = text["parts"]
    row = next(each for each in left["indicators"] if each["id"] == "a-i08")
    left["indicators"].remove(row)
    answer = await office.drafter.ask(f"{office.path}/text", text, plan["version"])
    assert answer.status_code == 201, answer.text
    joined["indicators"].append(row | {"goal": joined["goals"][0]["id"]})
    version = (await office.plan())["version"]
    assert (await office.drafter.ask(f"{office.path}/text", text, version)).status_code == 201
    path = f"{office.path}/amendment/reasons"
    check = (await office.drafter.page(f"{office.path}/check")).text
    assert check.count('name="reason-a-i08"') == check.count('id="change-a-i08"') == 1
    form = fields(check, path) | {"reason-a-i08": "Pindah bagian. (contoh)"}
    assert (await office.drafter.press(path, form)).status_code == 303
    told = (await office.drafter.get(f"{office.path}/redline")).json()["changes"]
    moved = [(each["part"], each["reason"]) for each in told if each["place"] == "a-i08"]
    assert moved == [(part["key"], "Pindah bagian. (contoh)") for part in (left, joined)]
    check = (await office.drafter.page(f"{office.path}/check")).text
    assert "Tetap berlaku" not in check


async def test_two_who_correct_the_statement_are_told_of_each_other(office: Kantor) -> None:
    await begun(office)
    path = f"{office.path}/amendment/statement"
    old = fields((await office.drafter.page(f"{office.path}/amendment")).text, path) | said(office)
    first = await office.drafter.press(path, old | {"reason": "Dari yang lain. (contoh)", "command_id": key()})
    assert first.status_code == 303, first.text
    answer = await office.drafter.press(path, old | {"reason": "Dari saya. (contoh)", "command_id": key()})
    assert answer.status_code == 409
    again = fields(answer.text, path) | said(office) | {"reason": "Dari saya. (contoh)"}
    assert (await office.drafter.press(path, again)).status_code == 303


async def test_whoever_reviews_reads_first_what_changes_and_whose_signature_goes_on(office: Kantor) -> None:
    await reasoned(office)
    await office.submit()
    review = (await office.secretary.page(f"{office.path}/review")).text
    assert review.index('class="matrix"') < review.index('class="beside-paper"')
    assert "Pagu bertambah. (contoh)" in review
    assert "Tetap berlaku" in review
    await office.endorse(Role.SECRETARY)
    await office.endorse(Role.CHAIR)
    sign = (await office.secretary.page(f"{office.path}/sign")).text
    assert sign.index('class="matrix"') < sign.index('class="beside-paper"')


async def test_an_amendment_that_is_signed_is_in_force_and_both_texts_stay(office: Kantor) -> None:
    plan = await amended(office)
    page = (await office.auditor.page(office.path)).text
    assert "RKT" in page
    assert "Perubahan Pertama" in page
    assert "Versi yang ditandatangani" in page
    before = (await office.auditor.get(f"{office.path}?on={office.year}-07-31")).json()
    after = (await office.auditor.get(f"{office.path}?on={office.year}-08-01")).json()
    assert (before["version"], after["version"]) == (1, plan["version"])
    signing = after["amended"][1]["signed_at"].replace("+", "%2B")
    known = (await office.auditor.get(f"{office.path}?on={office.year}-08-01&at={signing}")).json()
    assert known["version"] == 1  # it is recorded after that, for a day long before
    redline = (await office.auditor.page(f"{office.path}/redline")).text
    assert "79%" in redline
    differ = (await office.auditor.page(f"{office.path}/differences?from=1&to={plan['version']}")).text
    assert "Pagu bertambah. (contoh)" in differ
    blame = (await office.auditor.page(f"{office.path}/history?row=a-i08.target")).text
    assert "Pagu bertambah. (contoh)" in blame


async def test_what_holds_is_said_when_an_amendment_is_given_up_or_rejected(office: Kantor) -> None:
    await reasoned(office)
    answer = await office.drafter.press(f"{office.path}/amendment/withdrawal", {"reason": "Batal. (contoh)"})
    assert answer.status_code == 303, answer.text
    proof = (await office.drafter.page(answer.headers["location"])).text
    assert "tetap berlaku" in proof
    plan = await office.plan()
    assert (plan["phase"], plan["version"]) == ("signed", 1)
    await office.drafter.press(f"{office.path}/amendment", said(office))
    text = plan["text"]
    text["title"] += " (perubahan)"
    await office.drafter.ask(f"{office.path}/text", text, 1)
    await office.drafter.press(f"{office.path}/amendment/reasons", {"comment": "reasons", "same": "Judul. (contoh)"})
    await office.submit()
    step = {"step": "secretary-review", "reason": "Tidak perlu. (contoh)"}
    answer = await office.secretary.press(f"{office.path}/rejections", step)
    proof = (await office.secretary.page(answer.headers["location"])).text
    assert "Perubahan ditolak" in proof
    assert "tetap berlaku" in proof
    assert (await office.plan())["version"] == 1


async def acting_chair(office: Kantor) -> None:
    """Let the auditor be Plh. Ketua, beside the Chair."""
    where = f"/offices/{office.id}/people/{office.auditor.account.person}"
    held = {"position": "Ketua", "role": "chair", "capacity": "plh", "since": "2024-01-02", "until": None, "decree": ""}
    for path, body in (("roles", {"role": "chair"}), ("appointments", held)):
        answer = await office.administrator.ask(f"{where}/{path}", body)
        assert answer.status_code == 201, answer.text


async def to_the_signature(office: Kantor) -> str:
    """Take the amendment to its signature, and return what whoever only acts sees there."""
    await office.submit()
    for role in (Role.SECRETARY, Role.CHAIR):
        assert (await office.endorse(role)).status_code == 201
    await office.shown()
    return (await office.auditor.page(f"{office.path}/sign")).text


async def test_who_only_acts_in_a_position_is_told_of_the_circular(office: Kantor) -> None:
    await reasoned(office)
    await acting_chair(office)
    page = await to_the_signature(office)
    assert "SE BKN 2/SE/VII/2019" in page
    assert "Ya, tandatangani" in page


async def test_where_the_office_bars_who_only_acts_the_page_says_so_beside_the_button(office: Kantor) -> None:
    await reasoned(office)
    await acting_chair(office)
    rule = {"effective": "2024-01-01", "refused": True, "citation": "SE BKN 1/SE/I/2021"}
    answer = await office.administrator.ask(f"/offices/{office.id}/acting-policies", rule)
    assert answer.status_code == 201, answer.text
    page = await to_the_signature(office)
    assert "tidak memperkenankannya menandatangani perubahan (SE BKN 1/SE/I/2021)" in page
    assert "Ya, tandatangani" not in page


async def test_a_target_lowered_after_its_result_was_known_is_shown_to_whoever_reviews(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    plan = await office.plan()
    told = said(office, effective=f"2 Januari {office.year}")
    assert (await office.drafter.press(f"{office.path}/amendment", told)).status_code == 303
    await office.drafter.ask(f"{office.path}/text", edited(plan, "60%"), plan["version"])
    await office.drafter.press(f"{office.path}/amendment/reasons", {"comment": "reasons", "same": "Turun. (contoh)"})
    assert "Diturunkan setelah hasilnya diketahui" in (await office.drafter.page(f"{office.path}/check")).text
    await office.submit()
    assert "Diturunkan setelah hasilnya diketahui" in (await office.secretary.page(f"{office.path}/review")).text
