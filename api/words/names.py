"""What roles, positions, steps, phases and fields are called."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from api.words.words import Words
from domain.kernel.actor import Actor, Capacity, Role
from domain.office.state import Office
from domain.plan.state import Phase, Plan
from domain.plan.text import Row, RowKind
from domain.route.kinds import of_action, of_quarter, plan_kind
from domain.route.route import Step, StepAct

_QUOTE = re.compile(r"<q[^>]*>")


ROLES: Mapping[Role, str] = {
    Role.DRAFTER: "Drafter",
    Role.SECRETARY: "Secretary",
    Role.CHAIR: "Chair",
    Role.OWNER: "Owner (PIC)",
    Role.PLANNER: "Planning section",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
    Role.SYSTEM: "System",
}
PREFIXES: Mapping[Capacity, str] = {
    Capacity.DEFINITIVE: "",
    Capacity.PLT: "Plt. ",
    Capacity.PLH: "Plh. ",
    Capacity.PJ: "Pj. ",
}
CAPACITIES: Mapping[Capacity, str] = {
    Capacity.DEFINITIVE: "Definitive",
    Capacity.PLT: "Plt. (acting, permanent absence)",
    Capacity.PLH: "Plh. (acting, temporary absence)",
    Capacity.PJ: "Pj. (acting)",
}
PHASES: Mapping[Phase, str] = {
    Phase.ABSENT: "Not begun",
    Phase.DRAFTING: "Being drafted",
    Phase.REVIEW: "In review",
    Phase.SIGNING: "Awaiting signature",
    Phase.SIGNED: "Signed",
    Phase.REJECTED: "Rejected",
}
DETAILS: Mapping[str, str] = {
    "title": "Title on the cover",
    "address": "Address on the cover",
    "cover_date": "Date on the cover",
    "heading": "Heading of the part",
    "goals_heading": "Heading of the goals column",
    "place": "Place at the signature",
    "date": "Date at the signature",
    "capacity": "Line above the signatory",
    "signatory": "Position of the signatory",
    "name": "Name of the signatory",
}
KINDS: Mapping[str, str] = {"rkt": "Annual Performance Plan (RKT)"}
ROWS: Mapping[RowKind, str] = {
    RowKind.GOAL: "goal",
    RowKind.INDICATOR: "indicator",
    RowKind.PROGRAMME: "programme",
}
TARGETS: Mapping[str, str] = {
    "percentage": "Per cent",
    "quantity": "Number and unit",
    "index": "Score",
    "grade": "Grade",
    "opinion": "Audit opinion",
    "range": "Range",
}

_QUARTERS = ("I", "II", "III", "IV")


def role(words: Words, which: Role | str, office: Office | None = None) -> str:
    """Name a role as the office prints it, or as everybody says."""
    known = Role(which)
    return (office.title(known) if office else "") or words(ROLES[known])


def kind(words: Words, which: str) -> str:
    """Name a kind of plan or of its year's routes; one nobody has named here is called as it is stored."""
    plan = plan_kind(which)
    named = words(KINDS[plan]) if plan in KINDS else plan.upper()
    if of_action(which):
        return words("{plan}: action plan", plan=named)
    return words("{plan}: quarter", plan=named) if of_quarter(which) else named


def short_title(words: Words, which: str, year: int) -> str:
    """Name a plan in two words: *RKT 2024*."""
    return f"{which.upper()} {year}"


def quarter(number: int) -> str:
    """Number a quarter as offices do: *Triwulan II*."""
    return _QUARTERS[number - 1]


def phase(words: Words, plan: Plan) -> str:
    """Name where a plan stands; a draft that came back says so."""
    if plan.phase is Phase.DRAFTING and plan.returned is not None:
        return words("Returned")
    return words(PHASES[plan.phase])


def actor(words: Words, who: Actor) -> str:
    """Name whoever acted."""
    if who.role is Role.SYSTEM:
        return words("The system")
    return who.name


def position(words: Words, who: Actor) -> str:
    """Name the position somebody acted from with the prefix of its capacity, else the role."""
    return PREFIXES[who.capacity] + who.position if who.position else words(ROLES[who.role])


def step(words: Words, which: Step, office: Office | None = None) -> str:
    """Name a station of the route: *Paraf Sekretaris*, *Tanda tangan Ketua, bagian A*."""
    return step_named(words, which.role, which.act, which.part, office)


def step_named(words: Words, which: Role | str, act: StepAct | str, part: str, office: Office | None = None) -> str:
    """Name a station by what a summary says of it."""
    holder = role(words, which, office)
    if act == StepAct.REVIEW:
        whole = words("Paraf of the {role}", role=holder)
        return whole if not part else words("Paraf of the {role}, part {part}", role=holder, part=part)
    whole = words("Signature of the {role}", role=holder)
    return whole if not part else words("Signature of the {role}, part {part}", role=holder, part=part)


def target_kind(words: Words, which: str) -> str:
    """Name a kind of target."""
    return words(TARGETS[which])


def called(rows: Mapping[str, Row], row_id: str) -> Markup:
    """Call a row by its wording, one that is not there by its id."""
    row = rows.get(row_id)
    return quoted(row.text if row else row_id)


def quoted(text: str) -> Markup:
    """Quote a wording."""
    return Markup("<q>{}</q>").format(text)


def plain(sentence: Markup) -> str:
    """Return a sentence without its markup."""
    told = _QUOTE.sub("“", str(sentence)).replace("</q>", "”")
    return Markup(told).striptags()  # noqa: S704  # nothing comes of it but text
