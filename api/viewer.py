"""Who looks: an account's person, and what they may be in each office."""

from dataclasses import dataclass

from domain.actor import Role
from domain.office import Office


@dataclass(frozen=True)
class Membership:
    """An office that knows the person in at least one role."""

    office: Office
    roles: frozenset[Role]


@dataclass(frozen=True)
class Viewer:
    """Somebody who signed in; `memberships` are in the order of the offices' ids."""

    account: str
    username: str
    person: str
    name: str
    memberships: tuple[Membership, ...]

    def roles(self, office: str) -> frozenset[Role]:
        """Return the roles in an office; none where the person is a stranger or the office does not exist."""
        return next((m.roles for m in self.memberships if m.office.id == office), frozenset())

    def office(self, office: str) -> Office | None:
        """Return the office, where the person has a role in it."""
        return next((m.office for m in self.memberships if m.office.id == office), None)

    def administers(self, office: str) -> bool:
        """Return whether the person is an administrator of the office."""
        return Role.ADMINISTRATOR in self.roles(office)
