"""What a command carries beside its body: an id of its own, and the version that it is based on."""

import re

from api.http.problems import HttpError
from domain.kernel.errors import N_

_COMMAND_ID = re.compile(r"[A-Za-z0-9._:~-]{1,128}")


def command_id(given: str, place: str) -> str:
    """Return the id the client chose. Raises `HttpError` 400."""
    given = given.strip('"')
    if not given:
        missing = N_("Every command carries an id of its own: send {field}.")
        raise HttpError(400, "command-id-missing", missing, place, field=place)
    if not _COMMAND_ID.fullmatch(given):
        unusable = N_("A command id has 1 to 128 letters, digits, dots, colons, tildes, hyphens or underscores.")
        raise HttpError(400, "command-id-unusable", unusable, place)
    return given


def seen_version(given: str, place: str) -> int:
    """Return the version that the sender saw. Raises `HttpError` 428 or 412."""
    if given in ("", "*"):
        missing = N_("Say which version this is based on: send its ETag as {field}.")
        raise HttpError(428, "version-missing", missing, place, field=place)
    tag = re.fullmatch(r'"?([0-9]{1,9})"?', given)
    if tag is None:  # some other tag, or a weak one: not that of any text
        raise HttpError(412, "version-unknown", "“{tag}” is no version.", place, tag=given[:40])
    return int(tag[1])
