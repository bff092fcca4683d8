"""What passes along a route, as its events made it: who acted on it, what was shown, and which steps wait."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.kernel.actor import Actor, Duty
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
        """Return the people who must all act; None where anybody in the step's role or position may."""
        return None

    def acted(self) -> Iterable[Actor]:
        """Return everybody who checked it, under their duties."""
        return (event.by for event in self.given)

    def under_other(self, person: str, duty: Duty) -> Actor | None:
        """Return the person as they acted already under another duty; None where they did not."""
        return next((by for by in self.acted() if by.person == person and by.duty != duty), None)

    def in_two_roles(self) -> dict[str, tuple[Actor, ...]]:
        """Return who acted under more than one duty, by name, as they did it first under each."""
        duties: dict[tuple[str, str], dict[Duty, Actor]] = {}
        for by in self.acted():
            duties.setdefault((by.person, by.name), {}).setdefault(by.duty, by)
        return {name: tuple(held.values()) for (_, name), held in duties.items() if len(held) > 1}

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
        return frozenset(step.key for step in self.route if self._complete(step))

    def _complete(self, step: Step) -> bool:
        given = self.given_at(step.key)
        people = {event.by.person for event in given}
        if not given:
            return False
        if step.need == "all":
            return people.issuperset(given[-1].holders or ())
        return len(people) >= (step.need or 1) and people.issuperset(self.asked_of(step) or ())

    def given_at(self, step: str) -> tuple[G, ...]:
        """Return what was given at a step, in its order."""
        return tuple(event for event in self.given if event.step == step)

    def open_steps(self) -> tuple[Step, ...]:
        """Return the steps that wait now."""
        return next_steps(self.route, self.done()) if self.routed else ()

    def step_for(self, person: str, duties: Collection[Duty]) -> Step | None:
        """Return the step that waits for the person under one of these duties; None where none does."""
        acted = {(event.step, event.by.person) for event in self.given}
        for step in self.open_steps():
            asked = self.asked_of(step)
            own = step.duty in duties and (asked is None or person in asked)
            twice = (step.key, person) in acted or (self.separate and self.under_other(person, step.duty))
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

    def stands(self, document: D) -> bool:
        """Return whether a document shows what it is of as that is now."""
        return document.version == self.version

    @property
    def void_documents(self) -> frozenset[str]:
        """Return the documents (SHA-256) that no longer hold: of an earlier version, or with or for a void signature.

        What came back with the same content is shown by the same document, which then holds.
        """
        signed = frozenset(event.document for event in self.void if event.signs)
        void = {d.document for d in self.documents if d.shown in signed or not self.stands(d)}
        return frozenset(signed | void) - {self.document.document if self.document else ""}
