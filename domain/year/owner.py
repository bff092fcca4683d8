"""Who answers for an indicator (*penanggung jawab*, PIC)."""

from domain.errors import require
from domain.message import Message
from domain.office_check import line, slug

_MOST = 20


class Owner(Message, frozen=True, tag="owner"):
    """A person by id, and the name as printed."""

    person: str
    name: str


def checked_owners(owners: tuple[Owner, ...], place: str) -> tuple[Owner, ...]:
    """Return the owners with clean names; refuses the same person twice."""
    people = [owner.person for owner in owners]
    require(len(set(people)) == len(people), "owner-twice", "The same person stands here twice.", place)
    require(len(people) <= _MOST, "too-many-owners", "At most {most} people own a row.", place, most=str(_MOST))
    return tuple(Owner(slug(owner.person, place), line(owner.name, place)) for owner in owners)
