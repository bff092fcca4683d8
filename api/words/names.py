"""What roles, positions, steps, phases, fields and sources are called."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from api.words.words import Words
from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.errors import N_
from domain.kind.kind import Kind, RowKind
from domain.measure.practice import DEFAULT as PRACTICE
from domain.office.events import DEFAULT_DUTIES, DEFAULT_FILING
from domain.office.papers import AFTER_THE_BUDGET, AFTER_THE_YEAR, AT_THE_START, BEFORE_MEASURING, DEFAULT_PAPERS
from domain.office.state import Office
from domain.plan.state import Phase, Plan
from domain.plan.support import Support
from domain.plan.text import Row
from domain.route.endorsed import Endorsed
from domain.route.route import Step, StepAct, of_action, of_quarter, of_report, plan_kind

OWN: Mapping[str, str] = {
    PRACTICE.citation: N_("paraf default (ranges: PermenPANRB 8/2021)"),
    DEFAULT_DUTIES.citation: N_("paraf default: each act is recorded under its own role"),
    DEFAULT_FILING.citation: N_("paraf default: the 1st to the 10th after the end of the quarter"),
    DEFAULT_PAPERS.citation: N_("paraf default: the papers that the yearly evaluation of performance asks for"),
    AT_THE_START: N_("paraf default: at the start of the year"),
    AFTER_THE_BUDGET: N_("PermenPANRB 53/2014: one month after the budget, of 1 January"),
    BEFORE_MEASURING: N_("paraf default: before the first quarter is measured"),
    AFTER_THE_YEAR: N_("PermenPANRB 53/2014: two months after the year"),
}


def cited(words: Words, citation: str) -> str:
    """Return a source as pages name it."""
    return words(OWN[citation]) if citation in OWN else citation


def with_sources(words: Words) -> Callable[..., str]:
    """Return the words, for what names a source as its `citation`."""

    def say(msgid: str, /, **params: str) -> str:
        if "citation" in params:
            params["citation"] = cited(words, params["citation"])
        return words(msgid, **params)

    return say


_QUOTE = re.compile(r"<q[^>]*>")
ROLES: Mapping[Role, str] = {
    Role.DRAFTER: N_("Drafter"),
    Role.SECRETARY: N_("Secretary"),
    Role.CHAIR: N_("Chair"),
    Role.OWNER: N_("Owner (PIC)"),
    Role.PLANNER: N_("Planning section"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.SYSTEM: N_("System"),
    Role.OFFICIAL: N_("Holder of a position"),
}
PREFIXES: Mapping[Capacity, str] = {
    Capacity.DEFINITIVE: "",
    Capacity.PLT: "Plt. ",
    Capacity.PLH: "Plh. ",
    Capacity.PJ: "Pj. ",
}
CAPACITIES: Mapping[Capacity, str] = {
    Capacity.DEFINITIVE: N_("Definitive"),
    Capacity.PLT: N_("Plt. (acting, permanent absence)"),
    Capacity.PLH: N_("Plh. (acting, temporary absence)"),
    Capacity.PJ: N_("Pj. (acting)"),
}
PHASES: Mapping[Phase, str] = {
    Phase.ABSENT: N_("Not begun"),
    Phase.DRAFTING: N_("Being drafted"),
    Phase.REVIEW: N_("In review"),
    Phase.SIGNING: N_("Awaiting signature"),
    Phase.SIGNED: N_("Signed"),
    Phase.REJECTED: N_("Rejected"),
}
DETAILS: Mapping[str, str] = {
    "title": N_("Title on the cover"),
    "address": N_("Address on the cover"),
    "cover_date": N_("Date on the cover"),
    "heading": N_("Heading of the part"),
    "goals_heading": N_("Heading of the goals column"),
    "place": N_("Place at the signature"),
    "date": N_("Date at the signature"),
    "capacity": N_("Line above the signatory"),
    "signatory": N_("Position of the signatory"),
    "name": N_("Name of the signatory"),
    "pledge": N_("Text above the table"),
    "numbers": N_("How the paper writes numbers"),
    "money": N_("The unit of its money"),
}
BLOCKS: Mapping[str, str] = {
    "heading": N_("Heading of the signature"),
    "on_behalf": N_("On behalf of (a.n.)"),
    "further": N_("For, one level further (u.b.)"),
    "position": N_("Position of the signatory"),
    "name": N_("Name of the signatory"),
    "number": N_("Line below the name (NIP)"),
    "place": N_("Place at the signature"),
    "date": N_("Date at the signature"),
}
KINDS: Mapping[str, str] = {
    "rkt": N_("Annual Performance Plan (RKT)"),
    "renstra": N_("Strategic Plan (Renstra)"),
    "pk": N_("Performance Agreement (PK)"),
    "pk-ketua": N_("Performance Agreement of the Ketua (PK)"),
    "pk-sekretaris": N_("Performance Agreement of the Sekretaris (PK)"),
    "iku": N_("Key Performance Indicators (IKU)"),
    "renja": N_("Work Plan of a Regional Office (Renja)"),
    "app": N_("Annual performance plan in English (APP)"),
}
ROWS: Mapping[RowKind, str] = {
    RowKind.GOAL: "goal",
    RowKind.INDICATOR: "indicator",
    RowKind.PROGRAMME: "programme",
}
TARGETS: Mapping[str, str] = {
    "percentage": N_("Per cent"),
    "quantity": N_("Number and unit"),
    "index": N_("Score"),
    "grade": N_("Grade"),
    "opinion": N_("Audit opinion"),
    "range": N_("Range"),
    "rupiah": N_("Rupiah"),
    "rank": N_("Rank or level"),
    "proportion": N_("Ratio"),
    "date": N_("Date or time"),
    "words": N_("In words"),
    "none": N_("No target printed"),
    "several": N_("Several measures"),
}
# What a paper says once of all its figures, with what it may say.
SAID_ONCE: Mapping[str, Sequence[tuple[str, str]]] = {
    "numbers": (
        ("", N_("Not said")),
        ("id", N_("With a comma before decimals: 1.234,5")),
        ("en", N_("With a point before decimals: 1,234.5")),
    ),
    "money": (
        ("", N_("Not said")),
        ("rupiah", N_("Rupiah")),
        ("thousands", N_("Thousands of rupiah")),
        ("millions", N_("Millions of rupiah")),
    ),
}
_QUARTERS = ("I", "II", "III", "IV")


def role(words: Words, which: Role | str, office: Office | None = None) -> str:
    """Name a role as the office prints it, or as everybody says."""
    known = Role(which)
    return (office.title(known) if office else "") or words(ROLES[known])


def detail(words: Words, which: str) -> str:
    """Name a printed detail, or that of a signature block: `blocks.kedua.name`."""
    if not which.startswith("blocks."):
        return words(DETAILS[which])
    _, block, field = which.split(".")
    return words("{detail}, signature “{block}”", detail=words(BLOCKS[field]), block=block)


def holder(words: Words, which: Step, office: Office | None = None) -> str:
    """Name whoever a step asks: a position as its office prints it, or a role."""
    if which.role is not Role.OFFICIAL:
        return role(words, which.role, office)
    return which.title or which.position or words(ROLES[which.role])


def kind(words: Words, which: str, declared: Kind | None = None) -> str:
    """Name a kind of plan or of its year's routes; one nobody has named here by its title, else as it is stored."""
    plan = plan_kind(which)
    titled = "" if declared is None else " ".join(declared.title.replace("{year}", "").split())
    named = words(KINDS[plan]) if plan in KINDS else f"{titled} ({plan})" if titled else plan.upper()
    if of_action(which):
        return words("{plan}: action plan", plan=named)
    if of_report(which):
        return words("{plan}: annual report", plan=named)
    return words("{plan}: quarter", plan=named) if of_quarter(which) else named


def short_title(words: Words, which: str, year: int) -> str:
    """Name a plan in two words: *RKT 2024*."""
    return f"{which.replace('-', ' ').upper()} {year}"


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
    return _station(words, holder(words, which, office), which.act, which.part)


def step_told(words: Words, which: Mapping[str, Any], office: Office | None = None) -> str:
    """Name a station by what a summary says of it."""
    return _station(words, holder_told(words, which, office), which["act"], which["part"])


def holder_told(words: Words, which: Mapping[str, Any], office: Office | None = None) -> str:
    """Name whoever a step asks, by what a summary says of it."""
    return which.get("title") or role(words, which["role"], office)


def _station(words: Words, holder: str, act: StepAct | str, part: str) -> str:
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


def linked_row(support: Support) -> Markup:
    """Call a row of another plan by its wording there, with the plan and its office."""
    return Markup("{} ({}, {})").format(quoted(support.text), other_plan(support.plan), support.office)


def other_plan(key: str) -> str:
    """Name a plan by how it is called in addresses: *RKT 2024* for `rkt-2024`."""
    return key.replace("-", " ").upper()


def quoted(text: str) -> Markup:
    """Quote a wording."""
    return Markup("<q>{}</q>").format(text)


def plain(sentence: Markup) -> str:
    """Return a sentence without its markup."""
    quoted_again = _QUOTE.sub("“", str(sentence)).replace("</q>", "”")
    return Markup(quoted_again).striptags()  # noqa: S704  # nothing comes of it but text


def two_roles(words: Words, office: Office, of: Endorsed[Any, Any, Any]) -> list[str]:
    """Say who acted in more than one role on what is to be signed."""
    return [
        words(
            "{name} acted in two roles here: {roles}.",
            name=name,
            roles=", ".join(by.position if by.duty.position else role(words, by.role, office) for by in held),
        )
        for name, held in of.in_two_roles().items()
    ]
