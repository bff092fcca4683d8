"""What happened to an annual report, in sentences."""

from typing import assert_never

from markupsafe import Markup

from api.report.named import section_name
from api.words import names
from api.words.telling import Telling, bold, said_aloud, said_document
from domain.kernel.errors import N_
from domain.measure.target import spell_target
from domain.report.events import (
    FigureStated,
    ReportBegun,
    ReportCause,
    ReportComposed,
    ReportDocumentRendered,
    ReportEvent,
    ReportParafGiven,
    ReportParafVoided,
    ReportReturned,
    ReportSignatureVoided,
    ReportSigned,
    ReportSubmitted,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.statement import Conclusion
from domain.report.text import Beside, Compared, explained

CAUSES = {
    ReportCause.EDITED: N_("because the annual report was edited"),
    ReportCause.RETURNED: N_("because the annual report was returned"),
}
BESIDE = {
    Beside.LAST_YEAR: N_("Last year"),
    Beside.END_TARGET: N_("End target of the strategic plan"),
    Beside.NATIONAL: N_("National figure"),
}
CONCLUSIONS = {
    Conclusion.SOUND: N_("Nothing makes the report unreliable"),
    Conclusion.EXCEPT: N_("Reliable, except for the findings"),
    Conclusion.UNSOUND: N_("Not reliable"),
}


def report_sentence(telling: Telling, event: ReportEvent) -> Markup:
    """Tell one event."""
    match event:
        case ReportBegun():
            title = names.short_title(telling.words, event.kind, event.year)
            return telling.say("{who} began the annual report of {plan}, composed of the year.", event, plan=title)
        case ReportComposed():
            return telling.say("{who} composed the annual report again, of the year as it now stands.", event)
        case SectionWritten(key=key):
            about = explained(key)
            named = telling.row(about) if about else names.quoted(section_name(telling.words, key))
            return telling.say("{who} wrote the section {section}.", event, section=named)
        case FigureStated():
            return _stated(telling, event)
        case ReportSubmitted(note=note):
            said = telling.say("{who} sent version {version} of the annual report.", event, version=event.version)
            return said + said_aloud(note)
        case ReportDocumentRendered() as printed:
            return said_document(telling, printed)
        case ReportParafGiven(version=version):
            told = N_("{who} ({position}) put their paraf on version {version} of the annual report.")
            return telling.say(told, event, version=version)
        case ReportSigned(version=version):
            told = N_("{who} ({position}) signed version {version} of the annual report.")
            return telling.say(told, event, version=version)
        case ReportParafVoided() | ReportSignatureVoided():
            msgid = (
                N_("The paraf of {official} is void {cause}.")
                if isinstance(event, ReportParafVoided)
                else N_("The signature of {official} is void {cause}.")
            )
            cause = telling.words(CAUSES[event.cause])
            return telling.say(msgid, event, official=bold(event.official.name), cause=cause)
        case ReportReturned(reason=reason):
            return telling.say("{who} returned the annual report.", event) + said_aloud(reason)
        case ReviewStated(version=version, review=review):
            told = N_("{who} stated the review of version {version}: {conclusion}.")
            concluded = telling.words(CONCLUSIONS[review.conclusion])
            return telling.say(told, event, version=version, conclusion=concluded) + said_aloud(review.findings)
        case ReviewVoided():
            told = N_("The statement of review of {auditor} no longer holds: the annual report was changed.")
            return telling.say(told, event, auditor=bold(event.auditor.name))
        case _:
            assert_never(event)


def _stated(telling: Telling, event: FigureStated) -> Markup:
    known = {"row": telling.row(event.indicator), "figure": telling.words(BESIDE[event.what])}
    if event.new is None:
        return telling.say("{who} took back the figure “{figure}” beside {row}.", event, **known)
    return telling.say("{who} named “{figure}” beside {row}: {said}.", event, said=said_figure(event.new), **known)


def said_figure(named: Compared) -> str:
    """Write a figure that somebody named, with its year and source."""
    return f"{spell_target(named.value)} ({named.year}; {named.source or named.row})"
