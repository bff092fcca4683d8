"""From which file, and which places in it, what was recorded came."""

from markupsafe import Markup

from api.http.address import plan_path
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.source import FileSource

_SHOWN = 3  # places; of more only the first are told


def said_source(words: Words, source: object, office: str, plan: str) -> Markup:
    """Tell it, with the file to be saved; nothing where it came from none."""
    if not isinstance(source, FileSource):
        return Markup()
    places = [_place(words, cell.place) for cell in source.cells]
    printed = [cell.text for cell in source.cells if cell.text]
    file = Markup('<a href="{}" download>{}</a>').format(
        f"{plan_path(office, plan)}/sources/{source.file}", source.name
    )
    more = " …" if len(places) > _SHOWN else ""
    said = words.html(N_("From the file {file}, {places}."), file=file, places="; ".join(places[:_SHOWN]) + more)
    if len(printed) == 1:
        said += Markup(" ") + words.html(N_("There it reads “{text}”."), text=printed[0])
    return Markup(" ") + said


def _place(words: Words, place: str) -> str:
    sheet, apart, cell = place.rpartition("!")
    if apart:
        return words(N_("sheet {sheet}, cell {cell}"), sheet=sheet, cell=cell)
    return place if " " in place else words(N_("cell {cell}"), cell=place)
