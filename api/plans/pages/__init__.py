"""The pages of plans."""

from api.plans.pages.acts import proof, review, sign
from api.plans.pages.check import check
from api.plans.pages.editor import editor
from api.plans.pages.plan import new_plan, office_plans, plan

__all__ = ["check", "editor", "new_plan", "office_plans", "plan", "proof", "review", "sign"]
