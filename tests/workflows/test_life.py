"""A plan's life on real servers."""

from domain.plan import Phase
from tests.workflows.scene import Scene


async def test_a_plan_is_drafted_reviewed_and_signed(scene: Scene) -> None:
    await scene.submitted()
    await scene.endorse("secretary-review", "chair-review", "secretary-sign", "chair-sign")
    plan = await scene.until(lambda plan: plan.document is not None)
    assert plan.phase is Phase.SIGNED
    assert [d.signatures for d in plan.documents] == [0, 1, 2]
