"""The pages: each noun's in a file of its own, from values that the routes read."""

from api.pages.action import action, action_begin
from api.pages.action_acts import action_proof, action_review
from api.pages.action_proposals import action_proposals
from api.pages.action_row import action_row
from api.pages.acts import proof, review, sign
from api.pages.desk import desk
from api.pages.doors import bootstrap, invitation, password, sign_in, tokens
from api.pages.error import error
from api.pages.forms import Typed
from api.pages.history import differences, history
from api.pages.office import office, offices
from api.pages.people import people, person
from api.pages.plans import new_plan, office_plans, plan
from api.pages.practice import practice
from api.pages.text import check, editor
from api.pages.year import year
from api.pages.year_documents import YearFile, YearFiles, year_documents
from api.pages.year_history import year_history
from api.pages.year_indicator import year_indicator
from api.pages.year_quarter import quarter as year_quarter
from api.pages.year_row import year_row

__all__ = [
    "Typed",
    "YearFile",
    "YearFiles",
    "action",
    "action_begin",
    "action_proof",
    "action_proposals",
    "action_review",
    "action_row",
    "bootstrap",
    "check",
    "desk",
    "differences",
    "editor",
    "error",
    "history",
    "invitation",
    "new_plan",
    "office",
    "office_plans",
    "offices",
    "password",
    "people",
    "person",
    "plan",
    "practice",
    "proof",
    "review",
    "sign",
    "sign_in",
    "tokens",
    "year",
    "year_documents",
    "year_history",
    "year_indicator",
    "year_quarter",
    "year_row",
]
