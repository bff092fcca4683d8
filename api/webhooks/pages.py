"""The pages of webhooks: those of an office, and one with what was sent to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from activities.webhooks.body import KINDS
from activities.webhooks.deliveries import Delivery, DeliveryState
from activities.webhooks.webhooks import Webhook
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.words.notices import KINDS as CALLED
from api.words.notices import notice_sentence
from domain.kernel.errors import N_
from domain.office.state import Office

STATES: Mapping[DeliveryState, tuple[str, str]] = {
    DeliveryState.WAITS: ("waiting", N_("On its way")),
    DeliveryState.ARRIVED: ("done", N_("Arrived")),
    DeliveryState.GIVEN_UP: ("void", N_("Given up")),
    DeliveryState.HELD: ("void", N_("Held")),
}
FAULTS: Mapping[str, str] = {
    "refused": N_("It did not answer with a 2xx."),
    "redirected": N_("It answered with a redirect, which is not followed."),
    "too-slow": N_("It did not answer in time."),
    "no-connection": N_("It could not be connected to."),
    "no-answer": N_("The connection broke before it answered."),
    "name-unknown": N_("Its name leads nowhere."),
    "address-inside": N_("Its name leads into a network where no webhook goes."),
    "secret-unopened": N_("Its secret cannot be opened with the keys of this installation: change it."),
}


@dataclass(frozen=True)
class Typed:
    """What was typed of a webhook."""

    url: str = ""
    kinds: frozenset[str] = frozenset(KINDS)


def webhooks(
    frame: Frame,
    office: Office,
    known: Sequence[Webhook],
    command_id: str,
    typed: Typed = Typed(),
    problem: Problem | None = None,
) -> str:
    """Return those of an office, and the form for a new one."""
    return page(
        frame,
        "webhooks/webhooks.html",
        office=office,
        problem=problem,
        known=known,
        kinds=_kinds(frame),
        typed=typed,
        command_id=command_id,
    )


def webhook(
    frame: Frame,
    office: Office,
    found: Webhook,
    deliveries: Sequence[Delivery],
    older: str,
    typed: Typed | None = None,
    problem: Problem | None = None,
    *,
    secret: str = "",
) -> str:
    """Return one, with what was sent to it; a `secret` is shown now and never again."""
    words = frame.words
    return page(
        frame,
        "webhooks/webhook.html",
        office=office,
        problem=problem,
        webhook=found,
        kinds=_kinds(frame),
        typed=typed or Typed(found.url, frozenset(found.kinds)),
        deliveries=[(each, notice_sentence(words, office.id, each.told)) for each in deliveries],
        states={state: (tone, words(text)) for state, (tone, text) in STATES.items()},
        told={code: words(text) for code, text in FAULTS.items()},
        older=older,
        secret=secret,
    )


def _kinds(frame: Frame) -> list[tuple[str, str]]:
    return [(kind.value, frame.words(CALLED[kind])) for kind in KINDS]
