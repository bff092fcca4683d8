"""What passes along a route, as its events made it: who acted on it, what was shown, and which steps wait."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.kernel.actor import Actor, Role
from domain.route.messages import Endorsement, Rendered, Voided
from domain.route.route import Route, Step, StepAct, next_steps

G = TypeVar("G", bound=Endorsement)
V = TypeVar("V", bound=Voided)
D = TypeVar("D", bound=Rendered)


@dataclass(frozen=True)
class Endorsed(ABC, Generic[G, V, D]):
    """The part of a state that review and signature need; `since` is when the steps that wait began to."""

    route: Route = ()
    version: int = 0
    round: int = 0
    given: tuple[G, ...] = ()  # what holds
    void: tuple[V, ...] = ()
    document: D | None = None  # what is shown now
    documents: tuple[D, ...] = ()
    since: datetime | None = None
    separate: bool = False  # whether who acted on it in one role may act in no other

    @property
    @abstractmethod
    def routed(self) -> bool:
        """Return whether its steps wait for somebody."""

    @property
    @abstractmethod
    def printed(self) -> bool:
        """Return whether a document is wanted of it as it stands."""

    @property
    @abstractmethod
    def authors(self) -> frozenset[str]:
        """Return who made what is to be checked (docs/makers.md)."""

    def barred(self, step: Step) -> frozenset[str]:
        """Return who may not act on a step, since they made what it checks."""
        return self.authors

    def asked_of(self, step: Step) -> Collection[str] | None:
        """Return the people who must all act; None where anybody in the step's role may, once."""
        return None

    def acted(self) -> Iterable[Actor]:
        """Return everybody who checked it, in their roles."""
        return (event.by for event in self.given)

    def other_role(self, person: str, role: Role) -> Role | None:
        """Return another role in which the person acted already; None where they did not."""
        return next((by.role for by in self.acted() if by.person == person and by.role is not role), None)

    def in_two_roles(self) -> dict[str, tuple[Role, ...]]:
        """Return who acted in more than one role, by name, with their roles."""
        roles: dict[tuple[str, str], dict[Role, None]] = {}
        for by in self.acted():
            roles.setdefault((by.person, by.name), {})[by.role] = None
        return {name: tuple(held) for (_, name), held in roles.items() if len(held) > 1}

    @property
    def signatures(self) -> tuple[G, ...]:
        """Return the signatures that hold."""
        return tuple(event for event in self.given if event.signs)

    @property
    def unprinted(self) -> bool:
        """Return whether the document is missing."""
        return self.printed and self.document is None

    def step(self, key: str) -> Step | None:
        """Return the step of that key, if the route has it."""
        return next((step for step in self.route if step.key == key), None)

    def done(self) -> frozenset[str]:
        """Return the steps that are complete."""
        acted = {(event.step, event.by.person) for event in self.given}
        begun = {step for step, _ in acted}
        return frozenset(
            step.key
            for step in self.route
            if step.key in begun and all((step.key, person) in acted for person in self.asked_of(step) or ())
        )

    def open_steps(self) -> tuple[Step, ...]:
        """Return the steps that wait now."""
        return next_steps(self.route, self.done()) if self.routed else ()

    def step_for(self, person: str, roles: Collection[Role]) -> Step | None:
        """Return the step that waits for the person in one of these roles; None where none does."""
        acted = {(event.step, event.by.person) for event in self.given}
        for step in self.open_steps():
            asked = self.asked_of(step)
            own = step.role in roles and (asked is None or person in asked)
            twice = (step.key, person) in acted or (self.separate and self.other_role(person, step.role))
            if own and not twice and person not in self.barred(step):
                return step
        return None

    def waits_as(self, before: "Endorsed[G, V, D]") -> bool:
        """Return whether no step waits that did not wait before."""
        return set(self.open_steps()) <= set(before.open_steps())

    def next_act(self) -> StepAct | None:
        """Return what the next steps of the route ask, whatever the phase; None where all are done."""
        steps = next_steps(self.route, self.done())
        return steps[0].act if steps else None

    @property
    def void_documents(self) -> frozenset[str]:
        """Return the documents (SHA-256) that no longer hold: of an earlier version, or with or for a void signature.

        What came back with the same content is shown by the same document, which then holds.
        """
        signed = frozenset(event.document for event in self.void if event.signs)
        void = {d.document for d in self.documents if d.version != self.version or d.shown in signed}
        return frozenset(signed | void) - {self.document.document if self.document else ""}
