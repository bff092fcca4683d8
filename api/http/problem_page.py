"""The page for what cannot be answered: what happened to one's work, and what to do."""

from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.http.shown import ANOTHER
from domain.kernel.msgids import N_

_KEPT = N_("Nothing was recorded, and nothing that was recorded before has changed.")
_UNKNOWN = N_(
    "It is not known whether your last step was recorded. Sending it again is safe: it is recorded once, "
    "however often it is sent."
)
_READING = N_("You were only reading; nothing of yours is lost.")
_ANOTHERS = N_("Nothing was recorded. What was typed is kept on this page, but for passwords.")
_NEXT = {
    401: N_("Sign in, then open this page again."),
    403: N_("If you need this, ask the administrator of your office."),
    404: N_("Check the address, or begin from your desk."),
    405: N_("Go back and use the buttons of the page."),
    413: N_("Make it shorter, or send it in parts."),
    429: N_("Wait for the time that is said above, then try again."),
    503: N_("Wait a moment, then try again."),
}
_AGAIN = N_("Whoever typed it signs in in another tab; then send it again from here.")
_BACK = N_("Go back, and try it again from the page you came from.")


def error(frame: Frame, problem: Problem) -> str:
    """Return the page; it needs nothing but the problem."""
    words = frame.words
    if problem.code == ANOTHER:
        work = words(_ANOTHERS)
    elif problem.resend is not None:
        work = words(_UNKNOWN)
    elif problem.unknown or problem.status in (401, 404, 406):
        work = words(_READING)
    else:
        work = words(_KEPT)
    again = problem.unknown and problem.resend is None
    return page(
        frame,
        "error.html",
        problem=problem,
        work=work,
        todo=words(_AGAIN if problem.code == ANOTHER else _NEXT.get(problem.status, _BACK)),
        back=frame.path if again else "/",
        back_label=words("Try again") if again else words("To your desk") if frame.viewer else words("To the start"),
    )
