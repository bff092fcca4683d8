"""The internal auditor's statement of review: its form, and every statement that was made."""

from collections.abc import Mapping

from api.http.address import plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.report.sentences import CONCLUSIONS
from api.rights import may
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.report.state import Report, report_digest
from domain.report.statement import POINTS, Met

MET = {Met.YES: N_("Yes"), Met.NO: N_("No"), Met.NOT_APPLICABLE: N_("Not applicable")}
_GROUPS = {"format": N_("Format"), "mechanism": N_("How it was made"), "substance": N_("Substance")}
# What stands in the statement until somebody writes another one; it is printed, so in the paper's language.
_TEXT = (
    "Kami telah mereviu Laporan Kinerja {office} untuk tahun anggaran {year} sesuai Pedoman Reviu atas Laporan "
    "Kinerja. Substansi informasi yang dimuat dalam Laporan Kinerja menjadi tanggung jawab manajemen {office}.\n"
    "Reviu bertujuan untuk memberikan keyakinan terbatas bahwa Laporan Kinerja telah disajikan secara akurat, andal, "
    "dan valid.\n"
    "Berdasarkan reviu kami, tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan dalam meyakini keandalan "
    "informasi yang disajikan di dalam Laporan Kinerja ini."
)


def statement(
    frame: Frame,
    office: Office,
    shown: Report,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the page; `why` says why there is no form for the viewer."""
    words, person = frame.words, frame.viewer.person if frame.viewer else ""
    auditor = may("state-review", roles(frame, office))
    why = ""
    if auditor and not may("state-review", roles(frame, office), shown.phase):
        why = words("The annual report is still being written: there is nothing to review yet.")
    elif auditor and person in shown.authors:
        why = words("You wrote in this report or sent it, so another auditor must review it.")
    elif auditor and shown.document is None:
        why = words("The document of this text is still being prepared.")
    return page(
        frame,
        "report/statement.html",
        office=office,
        problem=problem,
        report=shown,
        base=plan_path(office, shown.plan_key),
        groups=[
            (words(name), [(key, words(text)) for key, text in POINTS.items() if key.startswith(f"{group}-")])
            for group, name in _GROUPS.items()
        ],
        met=[(each.value, words(name)) for each, name in MET.items()],
        met_names={each: words(name) for each, name in MET.items()},
        points={key: words(text) for key, text in POINTS.items()},
        conclusions=[(each.value, words(name)) for each, name in CONCLUSIONS.items()],
        said=CONCLUSIONS,
        text=_TEXT.format(office=office.name, year=shown.year),
        may_state=auditor and not why,
        why=why,
        digest_now=report_digest(shown),
        command_id=command_id,
        typed=typed,
    )
