"""The page that says what is out of step between a plan and the one that it comes from."""

from collections.abc import Sequence

from api.http.address import plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.rights import may
from api.words import names
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.plan.apart import Apart, OutOfStep
from domain.plan.derived import Upstream
from domain.plan.state import Phase, Plan
from domain.report.years import YearValue

APART = {
    Apart.WORDING: N_("The wording differs"),
    Apart.TARGET: N_("The target differs"),
    Apart.MONEY: N_("The money differs"),
    Apart.GONE: N_("Not there any more"),
    Apart.NEW: N_("Missing here"),
}


def upstream_page(
    frame: Frame,
    office: Office,
    plan: Plan,
    there: Upstream | None,
    found: Sequence[OutOfStep],
    years: Sequence[YearValue],
) -> str:
    """Return the page; rows can be taken over where the text may be written on."""
    held = roles(frame, office)
    return page(
        frame,
        "plans/upstream.html",
        office=office,
        plan=plan,
        base=plan_path(office, plan.key),
        there=there,
        source=names.other_plan(there.key) if there else "",
        source_path=plan_path(office, there.key) if there else "",
        found=[(each, frame.words(APART[each.apart])) for each in found],
        may_edit=may("edit-text", held, plan.phase),
        drafts=may("edit-text", held, Phase.DRAFTING),
        years=[
            (each, each.column.head_in(plan.year), names.other_plan(each.plan), plan_path(office, each.plan))
            for each in years
            if each.there
        ],
        unknown=[(each, each.column.head_in(plan.year)) for each in years if not each.there],
    )
