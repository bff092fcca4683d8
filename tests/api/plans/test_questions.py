"""What a careful reviewer would ask: read as JSON, answered with a reason on record, asked again when it changes."""

from tests.api.house import Kantor


async def test_a_question_is_read_answered_and_shown_with_its_answer(office: Kantor) -> None:
    await office.draft()
    asked = (await office.drafter.get(f"{office.path}/check")).json()["questions"]
    assert asked
    assert {question["answer"] for question in asked} == {None}
    one = asked[0]
    path = f"{office.path}/questions/{one['question']}/answer"
    refused = await office.drafter.ask(path, {"reason": ""})
    assert refused.status_code == 422
    answer = await office.drafter.ask(path, {"reason": "Seperti tercetak pada naskah."})
    assert answer.status_code == 201, answer.text
    (now,) = (
        question
        for question in (await office.drafter.get(f"{office.path}/check")).json()["questions"]
        if question["question"] == one["question"]
    )
    assert (now["answer"]["reason"], now["answer"]["by"]["person"]) == (
        "Seperti tercetak pada naskah.",
        office.drafter.account.person,
    )
    page = await office.drafter.page(f"{office.path}/check")
    assert "Seperti tercetak pada naskah." in page.text
    story = await office.auditor.page(f"{office.path}/history")
    assert "menjawab pertanyaan tentang" in story.text


async def test_a_question_that_nobody_asks_is_not_answered(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.ask(f"{office.path}/questions/nothing/answer", {"reason": "Ya."})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-question")
    others = await office.secretary.ask(f"{office.path}/questions/nothing/answer", {"reason": "Ya."})
    assert others.status_code == 403


async def test_what_is_asked_of_a_part_is_told_of_the_part(office: Kantor) -> None:
    await office.draft()
    asked = (await office.drafter.get(f"{office.path}/check")).json()["questions"]
    one = next(each for each in asked if each["place"].split(".")[0] == "A")
    path = f"{office.path}/questions/{one['question']}/answer"
    assert (await office.drafter.ask(path, {"reason": "Tetap."})).status_code == 201
    story = await office.auditor.page(f"{office.path}/history")
    assert "menjawab pertanyaan tentang bagian A." in story.text
