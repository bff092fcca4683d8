"""Office documents as the archives they are: which kind one is, and that nothing in it can run."""

from activities.evidence.archive import Archive, Member
from domain.kernel.errors import Refused
from domain.kernel.msgids import N_

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_XML = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES, _MIME_TYPE = "[Content_Types].xml", "mimetype"
_MAIN = b".main+xml"  # ends the type of the one member that the others hang on
_MAINS = ("spreadsheetml.sheet", "wordprocessingml.document", "presentationml.presentation")
# Macros, whatever they are called; older documents, which may have some; programs of Windows and of Linux.
_RUNS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF")
_MACRO_FOLDERS = ("Basic", "Scripts")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def checked_package(name: str, data: bytes) -> str:
    """Return the media type that the archive has as a document; empty where it is none. Raises Refused."""
    found = ""
    for member in Archive(name, data).members():
        if _runs(member):
            macros = N_("“{name}” holds macros or embedded objects that could run. Save it without them, or as PDF.")
            raise Refused("evidence-macros", macros, "", name=name)
        if not member.inner and member.name in (_CONTENT_TYPES, _MIME_TYPE):
            found = found or _kind(member)
    return found


def _runs(member: Member) -> bool:
    folder, _, rest = member.name.partition("/")
    macro = member.name.lower().endswith(_MACRO_PARTS) or (folder in _MACRO_FOLDERS and bool(rest))
    declared = member.name == _CONTENT_TYPES and b"macroenabled" in member.content.lower()
    return macro or declared or member.content.startswith(_RUNS)


def _kind(member: Member) -> str:
    if member.name == _MIME_TYPE:
        said = member.content.decode("ascii", "replace")
        return said if said.startswith(OPEN_DOCUMENT) else ""
    mains = [main for main in _MAINS if f"{OPEN_XML}{main}".encode() + _MAIN in member.content]
    return f"{OPEN_XML}{mains[0]}" if len(mains) == 1 else ""
