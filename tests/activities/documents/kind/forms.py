"""Plans of the kinds that paraf brings, to print in tests."""

from decimal import Decimal
from typing import Any

import msgspec

from activities.documents.paper import PlanPaper
from domain.kind.kind import Kind
from domain.kind.shipped import APP, PK, RENJA
from domain.measure.target import Index, Percentage, Quantity
from domain.plan.blocks import with_blocks
from domain.plan.cell import Cell
from domain.plan.check import checked
from domain.plan.shape import empty_form
from domain.plan.text import Goal, Indicator, PlanText, Programme
from tests.activities.documents.printed import paper


def formed(kind: Kind, **rows: Any) -> PlanPaper:
    """Return the paper of a plan of the kind with these rows in its first part."""
    text = empty_form(kind, 2027, "Jl. Contoh 1")
    return shown(kind, text.with_part(msgspec.structs.replace(text.parts[0], **rows)))


def shown(kind: Kind, text: PlanText, **changes: Any) -> PlanPaper:
    """Return the paper of a text of the kind."""
    route = with_blocks(kind.route, kind)
    name = f"{kind.code}-2027"
    return paper(checked(text, text, {}, kind), shape=kind, plan=name, year=2027, route=route, **changes)


def agreement(pairs: int = 3) -> PlanPaper:
    """Return an agreement with a goal, an indicator and a programme to each pair."""
    return formed(
        PK,
        goals=tuple(Goal(f"g{n}", "", f"Meningkatnya mutu layanan {n}") for n in range(pairs)),
        indicators=tuple(
            Indicator(f"i{n}", f"g{n}", f"Indeks kepuasan layanan {n}", Index(Decimal("3.56"))) for n in range(pairs)
        ),
        programmes=(
            Programme("p", "Program Dukungan Manajemen", Decimal(3_000_000_000), cells=(Cell("sumber", "APBN"),)),
            Programme("p1", "Kegiatan Layanan Umum", Decimal(1_250_000_000), "p", (Cell("sumber", "APBN"),)),
            Programme("p2", "Kegiatan Layanan Perkantoran", Decimal(1_750_000_000), "p"),
        ),
    )


def work_plan(programmes: int = 3) -> PlanPaper:
    """Return a work plan of four levels with codes and money."""
    goals = [Goal("s", "", "Meningkatnya derajat kesehatan masyarakat")]
    indicators = []
    for n in range(programmes):
        program, kegiatan, sub = f"p{n}", f"k{n}", f"u{n}"
        goals += [
            Goal(program, "s", f"Program Pemenuhan Upaya Kesehatan {n}", (Cell("kode", f"1.02.{n:02}"),)),
            Goal(kegiatan, program, f"Penyediaan layanan kesehatan rujukan {n}", (Cell("kode", f"1.02.{n:02}.2.02"),)),
            Goal(
                sub,
                kegiatan,
                f"Pengelolaan pelayanan kesehatan ibu hamil {n}",
                (
                    Cell("kode", f"1.02.{n:02}.2.02.0001"),
                    Cell("pagu", value=Decimal(456_789_000)),
                    Cell("sumber-dana", "DAK"),
                    Cell("pagu-maju", "Rp 0,5 M", Decimal(500_000_000)),
                ),
            ),
        ]
        indicators += [
            Indicator(f"{program}i", program, f"Persentase fasilitas terakreditasi {n}", Percentage(Decimal("88.5"))),
            *(
                Indicator(
                    f"{sub}i{m}",
                    sub,
                    f"Jumlah ibu hamil yang dilayani sesuai standar {n}.{m}",
                    Quantity(Decimal(1234), "orang"),
                    (
                        Cell("satuan", "Orang"),
                        Cell("capaian-lalu", value=Index(Decimal(1200))),
                        Cell("maju", value=Index(Decimal(1300))),
                        Cell("lokasi", "Semua kecamatan"),
                        Cell("penanggung-jawab", "Bidang Kesehatan Masyarakat"),
                    ),
                )
                for m in range(2)
            ),
        ]
    return formed(RENJA, goals=tuple(goals), indicators=tuple(indicators))


def english() -> PlanPaper:
    """Return a yearly plan in English, outputs below outcomes."""
    return formed(
        APP,
        goals=(Goal("o", "", "Reliable public records"), Goal("p", "o", "Records kept up to date")),
        indicators=(
            Indicator(
                "i",
                "p",
                "Share of records updated and maintained",
                Percentage(Decimal(80)),
                (
                    Cell("unit", "Per cent"),
                    Cell("baseline", value=Percentage(Decimal(72))),
                    Cell("source", "Records register"),
                    Cell("weight", value=Percentage(Decimal(15))),
                    Cell("responsible", "Records Division"),
                    Cell("budget", value=Decimal(250_000_000)),
                ),
            ),
        ),
    )
