"""Templates to HTML: one environment for each language, everything escaped; and the page of an error."""

import hashlib
import re
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.help.terms import TERMS
from api.http.address import office_path, part, plan_path
from api.http.frame import ANOTHER, Frame, marked
from api.http.problems import Problem
from api.words import amending, amounts, names
from api.words.names import cited
from api.words.words import best_language, words
from domain.kernel.errors import N_
from domain.office.state import Office

HOME = Path(__file__).resolve().parents[2]
TEMPLATES = HOME / "templates" / "pages"
STATIC = HOME / "static"
_BETWEEN_TAGS = re.compile(r">(?:[ \t]+\n\s*|\n\s+)<")  # not what is a bare line's end already: a piece is long


def page(
    frame: Frame,
    template: str,
    *,
    office: Office | None = None,
    problem: Problem | None = None,
    **context: Any,
) -> str:
    """Return the page. `problem` is shown on top, and beside each field that it names."""
    faults = dict(problem.errors) if problem else {}
    html = (
        _environment(best_language(frame.language))
        .get_template(template)
        .render(
            frame=frame,
            viewer=frame.viewer,
            language=best_language(frame.language),
            clock=frame.clock(office),
            office=office,
            problem=problem,
            faults=faults,
            words=words(frame.language),
            names=names,
            amounts=amounts,
            amending=amending,
            **context,
        )
    )
    return marked(_BETWEEN_TAGS.sub(">\n<", html), frame)


def piece(language: str, template: str, **context: Any) -> Markup:
    """Return a piece of a page that is the same for everybody who reads the language, whenever they do."""
    html = _environment(best_language(language)).get_template(template).render(**context)
    return Markup(_BETWEEN_TAGS.sub(">\n<", html))  # noqa: S704  # what a template escaped


@cache
def version(name: str) -> str:
    """Return what changes with the content of a static file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """Return the address of a static file as it is now, which may be kept for ever."""
    return f"/static/{name}?v={version(name)}"


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a running process keeps its templates as it keeps its code
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(words(language).translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["cited"] = partial(cited, words(language))
    environment.filters["part"] = part
    environment.globals |= {"asset": asset, "plan_path": plan_path, "office_path": office_path, "TERMS": TERMS}
    return environment


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
    if again:  # nothing was to be recorded
        problem = replace(problem, title=words("This page cannot be shown now"))
    return page(
        frame,
        "error.html",
        problem=problem,
        work=work,
        todo=words(_AGAIN if problem.code == ANOTHER else _NEXT.get(problem.status, _BACK)),
        back=frame.path if again else "/",
        back_label=words("Try again") if again else words("To your desk") if frame.viewer else words("To the start"),
    )
