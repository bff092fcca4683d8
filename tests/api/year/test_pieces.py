"""A piece of a page is made once of the same things, and anew of any other."""

from markupsafe import Markup

from api.year.pages.year import PieceCache


def test_a_piece_is_made_again_only_of_other_things() -> None:
    remembered, made = PieceCache(2), []

    def of(thing: list[int], key: str = "id") -> Markup:
        def make() -> Markup:
            made.append((tuple(thing), key))
            return Markup("{}").format(len(made))

        return remembered.of((thing,), key, make)

    first, equal = [1], [1]
    assert [of(first), of(first)] == ["1", "1"]
    assert of(equal) == "2"  # equal, but not the same
    assert of(first, "en") == "3"
    assert of(first) == "4"  # two are kept, and it was not among the last two
    assert made == [((1,), "id"), ((1,), "id"), ((1,), "en"), ((1,), "id")]
