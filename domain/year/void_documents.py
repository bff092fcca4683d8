"""Which documents of an action plan or a quarter no longer hold: they are kept, and copies say *dibatalkan*."""

from domain.year.action import Action
from domain.year.action_events import ActionSignatureVoided
from domain.year.quarter import Quarter
from domain.year.quarter_events import QuarterSignatureVoided


def void_documents(of: Action | Quarter) -> frozenset[str]:
    """Return the documents (SHA-256) of a version that was replaced, or with or for a signature that ended.

    What came back with the same content is shown by the same document, which then holds.
    """
    ended = {e.document for e in of.void if isinstance(e, ActionSignatureVoided | QuarterSignatureVoided)}
    void = {d.document for d in of.documents if d.version != of.version or d.shown in ended}
    return frozenset(ended | void) - {of.document.document if of.document else ""}
