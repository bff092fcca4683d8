"""What is refused at the door.

PlanError
└── AccessError
    ├── NotSignedIn        wrong name or password, or neither session nor token: never says which
    ├── TooManyAttempts    carries the seconds to wait
    ├── NotAllowed         the policy gives this act to other roles
    └── AccountRefused     an account cannot be made or changed so: carries the field as place
"""

from domain.kernel.errors import PlanError


class AccessError(PlanError):
    """The base of what this package raises."""


class NotSignedIn(AccessError):
    """Nobody is known to be asking."""


class TooManyAttempts(AccessError):
    """Try again after so many seconds (param `seconds`)."""

    @property
    def retry_after(self) -> int:
        """Return the seconds to wait."""
        return int(self.params["seconds"])


class NotAllowed(AccessError):
    """The person is known, and may not do this."""


class AccountRefused(AccessError):
    """What was typed cannot be an account's."""
