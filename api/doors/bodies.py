"""What a client may send at the door: signing in, invitations, passwords, tokens."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from activities.notices.hearing import Hearing
from activities.reminders.post import Mailing
from api.access.tokens import DEFAULT, LASTS, MOST_DAYS, Scope
from api.http.bodies import Body, OneLine, Slug
from domain.notice.notice import Happening


class SignInBody(Body):
    """Sign in as a person."""

    username: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1024)]


class PasswordBody(Body):
    """Change one's own password."""

    old: Annotated[str, Field(max_length=1024)]
    new: Annotated[str, Field(max_length=1024)]


class InvitationBody(Body):
    """Choose the password of an account; the address holds the secret of the invitation.

    `username` is the account's: with it, an invitation that was accepted already is a sign-in.
    """

    password: Annotated[str, Field(max_length=1024)]
    username: Annotated[str, Field(max_length=63)] = ""


class TokenBody(Body):
    """Name a new token, and say what it may do and for how many days; signing is to be asked for."""

    name: Annotated[str, Field(max_length=200)]
    scopes: Annotated[list[Scope], Field(max_length=len(Scope))] = Field(default_factory=lambda: list(DEFAULT))
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = LASTS


class ReadBody(Body):
    """Say up to which instant one has read what others did to one's account."""

    until: AwareDatetime


class NoticesBody(Body):
    """Say which mails one wants; of one's own access one is told always."""

    notices: Annotated[list[Mailing], Field(default_factory=list, max_length=len(Mailing))]


class HearingBody(Body):
    """Say how one hears of each kind of happening; of what is not named, as before."""

    hears: dict[Happening, Hearing]


class LanguageBody(Body):
    """Choose the language."""

    lang: Literal["id", "en"]


class BootstrapBody(Body):
    """Make the first office and its first administrator with the installation's secret."""

    secret: Annotated[str, Field(max_length=200)]
    office: Slug
    office_name: OneLine
    time_zone: Annotated[str, Field(max_length=63)]
    person: Slug
    name: OneLine
    username: Annotated[str, Field(max_length=63)]
    password: Annotated[str, Field(max_length=1024)]


class KeptBody(Body):
    """The address of a page, and the names and values of the fields that are typed there; or that none are kept."""

    cell_by_cell = True
    page: str
    fields: Annotated[list[tuple[str, str]], Field(default_factory=list, max_length=100_000)]
    discard: bool = False
