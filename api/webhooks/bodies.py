"""What a client may send about the webhooks of an office."""

from typing import Annotated

from pydantic import Field

from activities.webhooks.body import KINDS
from api.http.bodies import Body
from domain.notice.notice import Happening

_URL = Annotated[str, Field(max_length=2000, examples=["https://program.example/hook"])]


class WebhookSettings(Body):
    """Send these kinds of happening to this address."""

    url: _URL
    kinds: Annotated[list[Happening], Field(default_factory=list, max_length=len(KINDS))]
