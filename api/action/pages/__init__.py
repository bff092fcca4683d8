"""The pages of the action plan."""

from api.action.pages.action import action, action_begin
from api.action.pages.acts import action_proof, action_review
from api.action.pages.grid import action_grid
from api.action.pages.row import action_proposals, action_row

__all__ = ["action", "action_begin", "action_grid", "action_proof", "action_proposals", "action_review", "action_row"]
