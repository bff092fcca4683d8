"""Lines of what happened, as desk and page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.access.notices import NoticeRecord
from api.http.visit import Visit
from api.words.notices import notice_sentence


@dataclass(frozen=True)
class NoticeLine:
    """What happened, where and why."""

    id: str
    sentence: Markup
    reason: str
    office: str
    at: datetime
    unread: bool


async def notice_lines(visit: Visit, records: Sequence[NoticeRecord]) -> list[NoticeLine]:
    """Tell them in the words of the viewer."""
    offices = {record.office: await visit.services.offices.find(record.office) for record in records}
    return [
        NoticeLine(
            str(record.id),
            notice_sentence(visit.frame.words, record.office, record.told),
            record.told.reason,
            office.name if (office := offices[record.office]) is not None else record.office,
            record.at,
            record.read_at is None,
        )
        for record in records
    ]
