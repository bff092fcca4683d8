"""Rows of a plan out of somebody's file: guessed by the headings of its kind, put into the editor unsaved."""

from dataclasses import dataclass

import msgspec
from msgspec import structs

from api.http import reading
from api.http.address import plan_path
from api.http.problems import Problem
from api.http.visit import Visit
from api.imports.given import Given
from api.imports.plan.filled import Filled, filled, said_by
from api.imports.plan.page import Parts, import_page
from api.imports.plan.whole import whole
from api.imports.sent import Becoming, ImportFile
from api.plans.file import plan_file
from api.plans.form import TextForm, scales_of
from api.plans.typing import readable
from api.reads.plan import read_past
from domain.kind.kind import Kind
from domain.kind.shipped import RKT
from domain.measure.reading.convention import Convention, convention
from domain.office.state import Office
from domain.plan.state import Plan
from domain.sheet.laid import Laid, Left
from domain.sheet.mapping import Mapping, parts_laid, proposed
from domain.sheet.table import Source


class PlanPreview(msgspec.Struct, frozen=True):
    """What a file becomes: how it is taken, its rows by part, and everything of it that becomes nothing."""

    name: str
    mapping: Mapping
    parts: dict[str, tuple[Laid, ...]]
    left: tuple[Left, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class PlanRows(Becoming):
    """Rows of a plan."""

    visit: Visit
    plan: Plan
    kind: Kind
    here: str
    editor: str
    family: str

    @classmethod
    async def opened(cls, visit: Visit) -> "PlanRows":
        """Return those of the plan of the address. Raises `HttpError` 404."""
        plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
        base, kind = plan_path(visit.office, visit.plan), kind_of(plan)
        return cls(visit, plan, kind, f"{base}/import", f"{base}/edit", f"{visit.office.id} {kind.code}")

    def guess(self, source: Source) -> Mapping:
        return proposed(source, self.kind, self.plan.year)

    def preview(self, sent: ImportFile) -> PlanPreview:
        laid, _ = self._found(sent)
        left = [*sent.outside, *(each for tables in laid.values() for table in tables for each in table.left)]
        parts = {key: tuple(tables) for key, tables in laid.items()}
        return PlanPreview(sent.name, sent.mapping, parts, tuple(left), sent.source.left)

    def page(self, sent: ImportFile | None, problem: Problem | None) -> str:
        found = None if sent is None else self._found(sent)
        return import_page(self.visit.frame, self.visit.office, self.plan, self.kind, sent, found, problem)

    def typing(self, sent: ImportFile) -> tuple[reading.Fields, Given]:
        _, found = self._found(sent)
        return readable(self.plan.version, found.patch), Given(found.given)

    def _found(self, sent: ImportFile) -> tuple[Parts, Filled]:
        """Return the rows of the file by part, and what they change in the plan."""
        office: Office = self.visit.office
        if sent.source.plan:
            found = whole(plan_file(office, sent.source.plan.encode()), self.plan, self.kind)
            return found.laid, found.filled
        form = TextForm.from_text(self.plan.text, self.plan.shape)
        laid = parts_laid(sent.source, sent.mapping, self.kind)
        scales = scales_of(office, self.plan.year, self.plan.shape)
        return laid, filled(laid, form, _said(sent, laid, form), scales, self.visit.services.new_id)


def kind_of(plan: Plan) -> Kind:
    """Return what the plan's parts are made of; of a plan without a kind of its own, the parts that it has."""
    if plan.shape is not None:
        return plan.shape
    keys = [part.key for part in plan.text.parts]
    parts = tuple(part for part in RKT.parts if part.key in keys)
    return structs.replace(RKT, parts=parts or RKT.parts)


def _said(sent: ImportFile, laid: dict[str, list[Laid]], form: TextForm) -> Convention:
    """Return how the file writes figures: as somebody says, else as the plan does, else as it proves itself."""
    said = convention(
        sent.said.numbers or form.cover.get("numbers", ""), sent.said.money or form.cover.get("money", "")
    )
    heads = [head for table in sent.mapping.tables for _, head in table.band.heads]
    return said_by(laid, heads, said)
