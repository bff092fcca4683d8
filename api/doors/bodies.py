"""What a client may send at the door: signing in, invitations, passwords, tokens."""

from typing import Annotated, Literal

from pydantic import Field

from api.http.bodies import Body, Line, Slug


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
    """Name a new token."""

    name: Annotated[str, Field(max_length=200)]


class LanguageBody(Body):
    """Choose the language."""

    lang: Literal["id", "en"]


class BootstrapBody(Body):
    """Make the first office and its first administrator with the installation's secret."""

    secret: Annotated[str, Field(max_length=200)]
    office: Slug
    office_name: Line
    time_zone: Annotated[str, Field(max_length=63)]
    person: Slug
    name: Line
    username: Annotated[str, Field(max_length=63)]
    password: Annotated[str, Field(max_length=1024)]
