"""The picture of a tree as SVG: it prints on A4 across, needs no script, and a table stands behind it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from api.tree.layout import LINE, PADDING, Box, Inscription, Key, Layout, Link, Picture, column_at, columns, wrapped
from views.models.tree import TreePlanView, TreeRowView

HUES = 6
_HEAD = 12  # above the names of the plans


def pictures(
    plans: Sequence[TreePlanView],
    rows: Sequence[TreeRowView],
    inscriptions: Mapping[Key, Inscription],
    names: Sequence[str],
    label: str,
) -> list[Markup]:
    """Draw the sheets; `names` are the plans' names in their order, `label` says what each picture is."""
    headings = _headings(plans, names)
    top = _HEAD + LINE * max((len(lines) for _, lines in headings), default=0) + 16
    sheets = list(Layout(plans, rows, inscriptions, top).pictures())
    return [_drawn(sheet, plans, headings, top, f"{label} ({n}/{len(sheets)})") for n, sheet in enumerate(sheets, 1)]


def _headings(plans: Sequence[TreePlanView], names: Sequence[str]) -> list[tuple[float, list[tuple[int, str]]]]:
    """What stands above each column: its plans' names, broken into lines, each with the place of its plan."""
    count, width, _ = columns(plans)
    found: list[tuple[float, list[tuple[int, str]]]] = []
    for rank in range(count):
        here = [(n, name) for n, (plan, name) in enumerate(zip(plans, names, strict=True)) if plan["rank"] == rank]
        lines = [(n, line) for n, name in here for line in wrapped(name, width - 24)]
        found.append((column_at(plans, rank), lines))
    return found


def _drawn(
    sheet: Picture,
    plans: Sequence[TreePlanView],
    headings: Sequence[tuple[float, list[tuple[int, str]]]],
    top: float,
    label: str,
) -> Markup:
    _, width, whole = columns(plans)
    drawn = Markup("").join(_heading(x, width, lines, sheet.height) for x, lines in headings)
    drawn += Markup("").join(map(_link, sheet.links))
    drawn += Markup("").join(map(_box, sheet.boxes))
    return Markup(
        '<svg class="tree" viewBox="-8 0 {w:g} {h:g}" width="{w:g}" height="{h:g}" role="img" aria-label="{label}">'
        "{drawn}</svg>"
    ).format(w=whole + 16, h=sheet.height, label=label, drawn=drawn)


def _heading(x: float, width: float, lines: Sequence[tuple[int, str]], height: float) -> Markup:
    band = Markup('<rect class="band" x="{:g}" y="0" width="{:g}" height="{:g}" rx="6"/>').format(
        x - 8, width + 16, height
    )
    for n, (plan, line) in enumerate(lines):
        y = _HEAD + LINE * n
        first = n == 0 or lines[n - 1][0] != plan
        if first:
            band += Markup('<rect class="hue-{}" x="{:g}" y="{:g}" width="10" height="10"/>').format(
                plan % HUES, x, y + 2
            )
        band += Markup('<text class="plan" x="{:g}" y="{:g}">{}</text>').format(x + 18, y + 11, line)
    return band


def _box(box: Box) -> Markup:
    kind = "goal" if box.goal else "indicator"
    drawn = Markup('<rect class="{}{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="4"/>').format(
        kind, " doubtful" if box.doubtful else "", box.x, box.y, box.width, box.height
    )
    drawn += Markup('<rect class="hue-{}" x="{:g}" y="{:g}" width="5" height="{:g}"/>').format(
        box.plan % HUES, box.x, box.y, box.height
    )
    x, y = box.x + PADDING + 6, box.y + PADDING + 9
    for n, (style, line) in enumerate(box.lines):
        drawn += Markup('<text class="{}" x="{:g}" y="{:g}">{}</text>').format(
            f"{kind} {style}".strip(), x, y + n * LINE, line
        )
    return drawn


def _link(link: Link) -> Markup:
    """From the right of the row above to the left of the one that answers to it."""
    x, y = link.above.x + link.above.width, link.above.y + min(link.above.height / 2, 24)
    to_x, to_y = link.below.x, link.below.y + min(link.below.height / 2, 24)
    bend = (to_x - x) / 2
    return Markup('<path class="hue-{}{}" d="M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}"/>').format(
        link.below.plan % HUES, " also" if link.also else "", x, y, x + bend, y, to_x - bend, to_y, to_x, to_y
    )
