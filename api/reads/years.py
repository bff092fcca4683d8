"""What the years before a plan came to, for its columns that print them."""

from api.reads.execution import opened
from api.reads.supports import OtherPlans
from domain.plan.state import Plan
from domain.report.years import YearCameTo, YearValue, came, year_values, years_printed


async def earlier_years(others: OtherPlans, plan: Plan) -> tuple[YearValue, ...]:
    """Return the cells of a plan that print an earlier year and do not say what that came to."""
    shape = plan.shape
    if shape is None or not (printed := years_printed(shape, plan.year)):
        return ()
    years = {year: await _came(others, plan, shape.origin.kind if shape.origin else "", year) for year in printed}
    return year_values(plan.text, shape, plan.year, years)


async def _came(others: OtherPlans, plan: Plan, origin: str, year: int) -> YearCameTo:
    """By the quarters of the plan of that year, or of the one that this kind comes from."""
    for kind in (plan.kind, origin):
        if kind and (found := came(f"{kind}-{year}", await opened(others.recorder, plan.office, kind, year))).rows:
            return found
    return YearCameTo(f"{plan.kind}-{year}")
