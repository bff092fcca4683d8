"""Which signature block of a part each step of a route fills, and the blocks that a part prints."""

from collections.abc import Iterator, Mapping

from msgspec import structs

from domain.kernel.errors import N_, require
from domain.kind.kind import Block, Kind, PartKind, Side
from domain.plan.text import Part, PlanText, SignatureBlock
from domain.route.route import Route, Step, StepAct


def signing(route: Route, part: str) -> list[Step]:
    """Return the steps that sign a part, in their order."""
    return sorted((s for s in route if s.part == part and s.act is StepAct.SIGN), key=lambda step: step.order)


def with_blocks(route: Route, kind: Kind | None) -> Route:
    """Return the route in which each signature fills a block of its part, as long as the kind has some left.

    One is chosen by the position that it prints, else in the order in which the kind's own route fills them.
    """
    filled: dict[str, str] = {}
    for part in kind.parts if kind is not None else ():
        steps = signing(route, part.key)
        for step in steps:
            missing = N_("Step {step} fills the block “{block}”, which its part does not have.")
            known = not step.block or step.block in {block.key for block in part.blocks}
            require(known, "route-block", missing, step.key, step=step.key, block=step.block or "")
        left = [block for block in _in_order(part, kind) if block.key not in {step.block for step in steps}]
        for alike in (True, False):
            for step in (s for s in steps if not s.block and s.key not in filled):
                fits = (b for b in left if not alike or b.capacity.casefold() == (step.title or "").casefold())
                if (block := next(fits, None)) is not None:
                    filled[step.key] = block.key
                    left.remove(block)
    return tuple(structs.replace(step, block=filled[step.key]) if step.key in filled else step for step in route)


def _in_order(part: PartKind, kind: Kind | None) -> list[Block]:
    own = [step.block for step in signing(kind.route if kind else (), part.key)]
    return sorted(part.blocks, key=lambda block: own.index(block.key) if block.key in own else len(own))


def printed_blocks(part: Part, route: Route, kind: Kind | None) -> Iterator[tuple[SignatureBlock, Side, Step | None]]:
    """Yield the blocks of a part as the paper has them, each with its side and the step that signs in it.

    A signature that fills none has one of its own. A text of before prints what it says of its one signatory.
    """
    asked = None if kind is None else kind.part(part.key)
    steps = signing(with_blocks(route, kind), part.key)
    by_block = {step.block or step.key: step for step in steps}
    details = part.details
    if not details.blocks and len(steps) < 2:
        alone = SignatureBlock("", details.capacity, position=details.signatory, name=details.name)
        yield alone, Side.RIGHT, next(iter(steps), None)
        return
    declared = {block.key: block.side for block in asked.blocks} if asked else {}
    sides = (Side.LEFT, Side.RIGHT) if len(by_block) > 1 else (Side.RIGHT,)
    for n, key in enumerate(dict.fromkeys([*declared, *by_block, *(block.key for block in details.blocks)])):
        step, block = by_block.get(key), details.block(key)
        if step is not None and not block.position:
            block = structs.replace(block, position=step.title or "")
        yield block, declared.get(key, sides[n % len(sides)]), step


def filled_in(text: PlanText, route: Route, signatories: Mapping[str, tuple[str, str]]) -> PlanText:
    """Return an empty form whose blocks print who signs in them: the position, and the name where it is known."""
    for part in text.parts:
        details = part.details
        for step in signing(route, part.key):
            position, name = signatories.get(step.key, ("", ""))
            block = details.block(step.block or step.key)
            block = structs.replace(block, position=position or block.position, name=name or block.name)
            details = details.with_block(block)
        text = text.with_part(structs.replace(part, details=details))
    return text
