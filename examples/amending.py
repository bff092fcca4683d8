"""The acts by which the sample plan is amended, each once however often it is played."""

from examples import official as paths
from examples.amendment import FILE, STATEMENT, amended, reasons
from examples.cast import Cast
from examples.year import Script

_PLACE = f"{paths.PLAN}/amendment"


class Amending:
    """The amendment of the sample plan, which is signed."""

    def __init__(self, cast: Cast, script: Script) -> None:
        self._cast = cast
        self._script = script

    async def begin(self) -> None:
        """State it, with the file of its basis document."""
        drafter = self._cast.drafter

        async def state(key: str) -> None:
            name, content = FILE
            digest = await drafter.attach(_PLACE, name, content, "files")
            await drafter.ask(
                _PLACE, {**STATEMENT, "basis": {**STATEMENT["basis"], "file": digest, "name": name}}, key=key
            )

        await self._script.once("amendment.begin", state)

    async def write(self) -> None:
        """Change a target and an amount, and add an indicator."""
        drafter = self._cast.drafter

        async def edit(key: str) -> None:
            plan = await drafter.plan(paths.PLAN)
            await drafter.ask(f"{paths.PLAN}/text", amended(plan["text"]), plan["version"], key)

        await self._script.once("amendment.text", edit)

    async def explain(self) -> None:
        """Give each change its reason."""
        drafter = self._cast.drafter

        async def explain(key: str) -> None:
            changes = (await drafter.plan(f"{paths.PLAN}/redline"))["changes"]
            await drafter.ask(f"{_PLACE}/reasons", {"reasons": reasons(changes)}, key=key)

        await self._script.once("amendment.reasons", explain)

    async def sign(self) -> None:
        """Send it; both officials review it, and the Secretary signs the part that changed."""
        drafter = self._cast.drafter

        async def send(key: str) -> None:
            version = (await drafter.plan(paths.PLAN))["version"]
            await drafter.ask(f"{paths.PLAN}/submission", {"note": ""}, version, key)

        await self._script.once("amendment.submit", send)
        for who, official in self._cast.officials.items():
            await self._script.endorse(f"amendment.parafs.{who}", official, paths.PLAN, "parafs")
        await self._script.endorse("amendment.signatures.secretary", self._cast.secretary, paths.PLAN, "signatures")
