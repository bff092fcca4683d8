"""A plan as a file: what `GET` of a plan answers, read again."""

from dataclasses import dataclass, replace

import msgspec

from api.http import reading
from api.http.problems import FormErrors, HttpError
from api.plans.bodies import TextBody
from api.plans.form import TextForm, scales_of
from domain.kernel.errors import PlanError
from domain.office.state import Office
from domain.plan.support import Support
from domain.plan.text import PlanText

LARGEST = 2 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class PlanFile:
    """A text, and of which kind and year it is; what its indicators answer to in other plans stays beside it."""

    kind: str
    year: int
    text: PlanText
    links: tuple[tuple[str, Support], ...] = ()


class _Sent(msgspec.Struct):
    kind: str
    year: int
    text: msgspec.Raw


def plan_file(office: Office, file: bytes) -> PlanFile:
    """Return the plan that a file is. Raises `HttpError` at the file."""
    if len(file) > LARGEST:
        raise HttpError(413, "file-too-large", "A file of a plan has at most {most} bytes.", "file", most=str(LARGEST))
    try:
        told = msgspec.json.decode(file, type=_Sent)
        form = TextForm.from_body(reading.filled(TextBody, bytes(told.text), None, LARGEST))
        rows = tuple(replace(row, supports=()) for row in form.rows)
        shape = office.kind(told.kind)
        text = replace(form, rows=rows).text(shape, scales=scales_of(office, told.year, shape))
    except (msgspec.MsgspecError, HttpError, FormErrors, PlanError) as error:
        no_plan = HttpError(422, "not-a-plan", "This file is not a plan as paraf sends it (JSON).", "file")
        raise no_plan from error
    links = tuple((row.id, support) for row in form.rows for support in row.supports or ())
    return PlanFile(told.kind, told.year, text, links)
