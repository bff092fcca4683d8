"""The sample people, each signed in at the public API."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from domain.kernel.actor import Role
from examples.banjarmasin import people
from examples.official import Official

SignIns = Mapping[str, tuple[str, str]]  # user name and password, by person


@dataclass(frozen=True)
class Cast:
    """Who acts; `owners` are by person."""

    drafter: Official
    secretary: Official
    chair: Official
    planner: Official
    auditor: Official
    owners: Mapping[str, Official]

    @property
    def officials(self) -> Mapping[str, Official]:
        """Return who signs, in the order in which they do."""
        return {"secretary": self.secretary, "chair": self.chair}


@asynccontextmanager
async def signed_in(
    base_url: str, sign_ins: SignIns, official: Callable[[httpx.AsyncClient], Official] = Official
) -> AsyncIterator[Cast]:
    """Yield the people. Raises `StoryFailed` where one cannot sign in."""
    async with AsyncExitStack() as stack:
        found: dict[Role, dict[str, Official]] = {}
        for each in people():
            client = httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False)
            found.setdefault(each.role, {})[each.id] = official(await stack.enter_async_context(client))
        everybody = {person: each for those in found.values() for person, each in those.items()}
        await asyncio.gather(*(each.sign_in(*sign_ins[person]) for person, each in everybody.items()))

        def only(role: Role) -> Official:
            return next(iter(found[role].values()))

        yield Cast(
            drafter=only(Role.DRAFTER),
            secretary=only(Role.SECRETARY),
            chair=only(Role.CHAIR),
            planner=only(Role.PLANNER),
            auditor=only(Role.AUDITOR),
            owners=found[Role.OWNER],
        )
