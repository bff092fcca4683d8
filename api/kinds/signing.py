"""The steps that the signature blocks of a kind being made ask for."""

import re
from collections.abc import Mapping
from typing import Any

from domain.kernel.actor import Role
from domain.route.route import StepAct, default_route

Tree = dict[str, Any]


def signed(parts: list[Tree], route: list[Tree], *, by_position: bool) -> list[Tree]:
    """Return the steps whose parts and blocks are there, and a signature for each block that no step fills.

    Without steps the parts of every office's route keep that route.
    """
    blocks = {part["key"]: [block["key"] for block in part["blocks"]] for part in parts}
    if not route and set(blocks) == {step.part for step in default_route() if step.part}:
        return []
    steps = [s for s in route if isinstance(s, dict) and (not s.get("part") or _stands(s, blocks))]
    last = max((order for step in steps if isinstance(order := step.get("order"), int)), default=0)
    for part in parts:
        signing = [step for step in steps if step.get("part") == part["key"] and step.get("act") == StepAct.SIGN]
        if by_position:
            steps = [_titled(step, part["blocks"]) if step in signing else step for step in steps]
        filled = {step.get("block") for step in signing}
        if signing and not any(filled):
            continue
        missing = [block for block in part["blocks"] if block["key"] not in filled] or ([] if signing else [{}])
        for block in missing:
            last += 1
            steps.append(_signing(part["key"], block, last, by_position=by_position))
    return steps


def _stands(step: Tree, blocks: Mapping[str, list[str]]) -> bool:
    return step["part"] in blocks and (not step.get("block") or step["block"] in blocks[step["part"]])


def _titled(step: Tree, blocks: list[Tree]) -> Tree:
    """Let the step of an official ask the position that its block prints."""
    block = next((b for b in blocks if b["key"] == step.get("block")), blocks[0] if len(blocks) == 1 else {})
    position = _position(block.get("capacity", ""))
    if step.get("role") != Role.OFFICIAL or position in ("", step.get("position")):
        return step
    return {**step, "position": position, "title": " ".join(block["capacity"].split())}


def _position(title: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", title.lower()))[:40].strip("-")


def _signing(part: str, block: Tree, order: int, *, by_position: bool) -> Tree:
    """The signature of a block: of the position that it prints, or of the chair."""
    title = " ".join(block.get("capacity", "").split())
    position = _position(title)
    key = "-".join(filter(None, ("sign", part.lower(), block.get("key", ""))))[:60]
    step: Tree = {"key": key, "order": order, "role": Role.CHAIR.value, "act": StepAct.SIGN.value, "part": part}
    if by_position and position:
        step |= {"role": Role.OFFICIAL.value, "position": position, "title": title}
    return step | ({"block": block["key"]} if block else {})
