"""What may be asked of an action plan; time, identity and chance arrive inside the command."""

from domain.action.row import ActionRow
from domain.kernel.actor import Command
from domain.kernel.source import FileSource
from domain.plan.basis import PlanBasis
from domain.route.messages import Endorse, RecordRendered, Send, SendBack
from domain.route.route import Route


class BeginAction(Command, frozen=True, tag="begin-action"):
    """Begin the action plan of a signed plan."""

    office: str
    kind: str
    year: int
    trial: bool
    route: Route
    basis: PlanBasis


class EditAction(Command, frozen=True, tag="edit-action"):
    """Make these rows so; the others stay. A policy in a row is thereby confirmed by whoever asks."""

    based_on: int
    rows: tuple[ActionRow, ...]
    source: FileSource | None = None


class FollowPlan(Command, frozen=True, tag="follow-plan"):
    """Take the amended plan as the basis; who records it says which."""

    based_on: int
    basis: PlanBasis


class SubmitAction(Send, frozen=True, tag="submit-action"):
    """Send the action plan on its route."""

    based_on: int
    note: str


class GiveActionParaf(Endorse, frozen=True, tag="give-action-paraf"):
    """Put the paraf of a review step: an owner accepts their rows, the planning section verifies."""


class SignAction(Endorse, frozen=True, tag="sign-action"):
    """Sign the action plan."""


class ReturnAction(SendBack, frozen=True, tag="return-action"):
    """Send the action plan back to be changed."""


class RecordActionDocument(RecordRendered, frozen=True, tag="record-action-document"):
    """Record the PDF that was rendered of the action plan."""


ActionCommand = (
    BeginAction
    | EditAction
    | FollowPlan
    | SubmitAction
    | GiveActionParaf
    | SignAction
    | ReturnAction
    | RecordActionDocument
)
