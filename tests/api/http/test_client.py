"""A client made by a generator, with nothing written by hand, takes a plan from draft to signature."""

import asyncio
from typing import Any

import pytest

from api.access.tokens import Scope
from domain.kernel.actor import Role
from examples.banjarmasin import plan_text
from tests.api.house import House, Kantor, key
from tests.api.http.client import Generated
from views.text import text_view


@pytest.fixture(scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated client; a warning of the generator fails it.

    It takes longer than a workflow's task may: beside the loop in which the application's worker runs.
    """
    return await asyncio.to_thread(Generated, tmp_path_factory.mktemp("client"))


async def test_a_generated_client_drafts_submits_and_signs(house: House, office: Kantor, made: Generated) -> None:
    """Fault 21: no generator could read the description, and what it described had no types."""
    clients: dict[Role, Any] = {}
    for role in (Role.DRAFTER, Role.SECRETARY, Role.CHAIR):
        _, secret = await house.services.tokens.issue(office[role].account, "program", scopes=tuple(Scope))
        clients[role] = await house.stack.enter_async_context(made.signed_in(house.base_url, secret))
    where = {"office": office.id, "plan": f"rkt-{office.year}"}

    text = made.model("TextBody").from_dict(text_view(plan_text()))
    new = made.model("NewPlan")(kind="rkt", year=office.year, text=text)
    drafted = await made.api("plans", "draft_plan").asyncio(
        office.id, client=clients[Role.DRAFTER], body=new, idempotency_key=key()
    )
    assert drafted.events[0].year == office.year

    async def now(role: Role) -> Any:
        answer = await made.api("plans", "read_plan").asyncio_detailed(**where, client=clients[role])
        return answer.parsed, answer.headers["ETag"]

    plan, tag = await now(Role.DRAFTER)
    assert plan.phase is made.model("Phase").DRAFTING
    sent = await made.api("text", "submit_plan").asyncio(
        **where, client=clients[Role.DRAFTER], body=made.model("Submission")(), idempotency_key=key(), if_match=tag
    )
    assert sent.refusal is None
    await office.shown()

    for role, operation, model in (
        (Role.SECRETARY, "give_paraf", "EndorsementBody"),
        (Role.CHAIR, "give_paraf", "EndorsementBody"),
        (Role.SECRETARY, "sign_part", "SignatureBody"),
        (Role.CHAIR, "sign_part", "SignatureBody"),
    ):
        await office.shown()
        plan, tag = await now(role)
        step = next(step for step in plan.route if step.state == "open")
        body = made.model(model)(step=step.key, digest=plan.text_digest, document=plan.document)
        done = await made.api("acts", operation).asyncio(
            **where, client=clients[role], body=body, idempotency_key=key(), if_match=tag
        )
        assert done.refusal is None
    plan, _ = await now(Role.CHAIR)
    assert plan.phase is made.model("Phase").SIGNED


async def test_a_generated_client_gets_problems_with_their_codes(house: House, office: Kantor, made: Generated) -> None:
    """Fault 21: codes are an enumeration, and `type` is the address of a page."""
    await office.draft()
    _, secret = await house.services.tokens.issue(office.drafter.account, "program")
    client = await house.stack.enter_async_context(made.signed_in(house.base_url, secret))
    problem = await made.api("text", "submit_plan").asyncio(
        office.id, f"rkt-{office.year}", client=client, body=made.model("Submission")(), idempotency_key=key()
    )
    assert problem.code is made.model("ProblemCode").VERSION_MISSING
    page = await office.drafter.page(problem.type_)
    assert page.status_code == 200
    assert problem.code in page.text
