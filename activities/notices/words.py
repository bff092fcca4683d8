"""What is said of a happening, in both languages of a mail, and where it leads."""

from collections.abc import Mapping
from urllib.parse import quote

from domain.kernel.errors import N_
from domain.notice.notice import Happening, Told

ENGLISH: Mapping[Happening, str] = {
    Happening.RETURNED: N_("{who} returned {paper}."),
    Happening.REJECTED: N_("{who} rejected {paper}."),
    Happening.WITHDRAWN: N_("{who} took {paper} back."),
    Happening.SIGNED: N_("{who} signed {paper}."),
    Happening.ALL_SIGNED: N_("{who} signed {paper}: now all signatures are there."),
    Happening.BEGUN: N_("{who} began {paper}."),
    Happening.AMENDED: N_("{who} signed the amendment of {paper}: it is in force from the day it names."),
    Happening.REMARK: N_("{who} commented on {paper}."),
    Happening.ANSWERED: N_("{who} answered your comment on {paper}."),
    Happening.ROW_RETURNED: N_("{who} returned a row of {paper}: {about}"),
    Happening.CLOSED: N_("Closed, after all signed: {paper}."),
    Happening.REOPENED: N_("{who} opened {paper} again."),
    Happening.LOWERED: N_("Lowered after the result could be known, in {paper}: {about}"),
    Happening.WEBHOOK_DISABLED: N_("Nothing is sent to {about} any more: its deliveries failed too often."),
}
INDONESIAN: Mapping[Happening, str] = {
    Happening.RETURNED: "{who} mengembalikan {paper}.",
    Happening.REJECTED: "{who} menolak {paper}.",
    Happening.WITHDRAWN: "{who} menarik kembali {paper}.",
    Happening.SIGNED: "{who} menandatangani {paper}.",
    Happening.ALL_SIGNED: "{who} menandatangani {paper}: kini semua tanda tangan lengkap.",
    Happening.BEGUN: "{who} memulai {paper}.",
    Happening.AMENDED: "{who} menandatangani perubahan {paper}: berlaku sejak tanggal yang disebutnya.",
    Happening.REMARK: "{who} mengomentari {paper}.",
    Happening.ANSWERED: "{who} menjawab komentar Anda pada {paper}.",
    Happening.ROW_RETURNED: "{who} mengembalikan satu baris {paper}: {about}",
    Happening.CLOSED: "Ditutup setelah semua menandatangani: {paper}.",
    Happening.REOPENED: "{who} membuka kembali {paper}.",
    Happening.LOWERED: "Target diturunkan setelah hasilnya dapat diketahui, pada {paper}: {about}",
    Happening.WEBHOOK_DISABLED: "Tidak ada lagi yang dikirim ke {about}: pengirimannya terlalu sering gagal.",
}
_NUMBERS = ("", "I", "II", "III", "IV")
PAPERS: Mapping[str, str] = {
    "plan": N_("{plan}"),
    "amendment": N_("the amendment of {plan}"),
    "action": N_("the action plan of {plan}"),
    "quarter": N_("quarter {quarter} of {plan}"),
    "report": N_("the performance report of {plan}"),
}
_KERTAS: Mapping[str, str] = {
    "plan": "{plan}",
    "amendment": "perubahan {plan}",
    "action": "rencana aksi {plan}",
    "quarter": "triwulan {quarter} {plan}",
    "report": "laporan kinerja {plan}",
}
_PAGES: Mapping[str, str] = {
    "plan": "",
    "amendment": "",
    "action": "/action",
    "quarter": "/quarters/{quarter}",
    "report": "/report",
}


def who(told: Told) -> str:
    """Return who did it, with the position they did it from."""
    return f"{told.name} ({told.position})" if told.position else told.name


def paper_of(told: Told) -> Mapping[str, str]:
    """Return what the names of papers are made of."""
    kind, _, year = told.plan.rpartition("-")
    return {"plan": f"{kind.upper()} {year}", "quarter": _NUMBERS[told.quarter]}


def sentence(told: Told, *, indonesian: bool) -> str:
    """Return what happened, as a mail says it."""
    sentences, papers = (INDONESIAN, _KERTAS) if indonesian else (ENGLISH, PAPERS)
    paper = papers[told.paper].format(**paper_of(told)) if told.plan else ""
    return sentences[told.happening].format(who=who(told), paper=paper, about=told.about)


def path_of(office: str, told: Told) -> str:
    """Return the page that a happening leads to."""
    home = f"/offices/{office}"
    if told.happening is Happening.WEBHOOK_DISABLED:
        return f"{home}/webhooks"
    # An id was any text once: its slash is none of the address.
    row = quote(told.row.replace("%", "%25").replace("/", "%2F"), safe="")
    of_row = f"/realisations/{row}" if told.happening is Happening.ROW_RETURNED else ""
    return f"{home}/plans/{told.plan}{_PAGES[told.paper].format(quarter=told.quarter)}{of_row}"
