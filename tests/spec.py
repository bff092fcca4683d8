"""Given these events, when this command, then these events: the language of the domain's tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.kernel.errors import PlanError

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True)
class Spec(Generic[C, S, E]):
    """A decider under test."""

    decide: Callable[[C, S], list[E]]
    fold: Callable[[Iterable[E]], S]
    past: tuple[E, ...] = field(default=())

    def given(self, *events: E) -> "Spec[C, S, E]":
        """Start from these events."""
        return Spec(self.decide, self.fold, (*self.past, *events))

    def done(self, *commands: C) -> "Spec[C, S, E]":
        """Carry out commands that must be allowed, and go on from what they made happen."""
        spec = self
        for command in commands:
            spec = spec.given(*spec.decide(command, spec.state))
        return spec

    @property
    def state(self) -> S:
        """The state that the past makes."""
        return self.fold(self.past)

    def when(self, command: C) -> "Outcome[S, E]":
        """Ask for the command."""
        try:
            return Outcome(self.decide(command, self.state), None, self.fold, self.past)
        except PlanError as no:
            return Outcome([], no, self.fold, self.past)


@dataclass(frozen=True)
class Outcome(Generic[S, E]):
    """What came of a command."""

    events: list[E]
    refusal: PlanError | None
    fold: Callable[[Iterable[E]], S]
    past: tuple[E, ...]

    def then(self, *expected: E) -> S:
        """Expect exactly these events; return the state after them."""
        assert self.refusal is None, self.refusal
        assert self.events == list(expected)
        return self.state

    def makes(self, *kinds: type[Any]) -> S:
        """Expect events of exactly these classes; return the state after them."""
        assert self.refusal is None, self.refusal
        assert [type(e) for e in self.events] == list(kinds)
        return self.state

    def refused(self, code: str) -> PlanError:
        """Expect a refusal with this code."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert self.refusal.code == code, self.refusal
        return self.refusal

    @property
    def state(self) -> S:
        """The state after the events."""
        return self.fold([*self.past, *self.events])
