"""Numbers in Indonesian words (*terbilang*), as amounts are written out on documents."""

from decimal import Decimal

from domain.errors import Unreadable

_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")
_BEYOND = 1000 ** len(_SCALES)


def in_words(value: Decimal) -> str:
    """Return `empat puluh tiga miliar …`; decimals are read digit by digit after *koma*. Below 10^18 only."""
    if not value.is_finite() or abs(value) >= _BEYOND:
        raise Unreadable(
            "number-without-words", "The number {value} is too large to be written in words.", value=str(value)
        )
    whole, _, decimals = format(abs(value), "f").partition(".")
    words = _whole(int(whole))
    if decimals:
        words += ["koma", *(_UNITS[int(digit)] for digit in decimals)]
    return " ".join(["minus", *words] if value < 0 else words)


def rupiah_in_words(value: Decimal) -> str:
    """Return `… rupiah`, with `… sen` where the amount has them; sen beyond two decimals are not money."""
    sen = value * 100
    if sen != sen.to_integral_value():
        raise Unreadable("rupiah-decimals", "“{text}”: rupiah have no decimals, or two.", text=str(value))
    whole, rest = divmod(abs(int(sen)), 100)
    words = f"{in_words(Decimal(whole))} rupiah"
    if rest:
        words += f" {in_words(Decimal(rest))} sen"
    return f"minus {words}" if value < 0 else words


def _whole(number: int) -> list[str]:
    if number == 0:
        return [_UNITS[0]]
    words: list[str] = []
    for power in reversed(range(len(_SCALES))):
        group = number // 1000**power % 1000
        if group == 1 and power == 1:
            words.append("seribu")  # never "satu ribu"
        elif group:
            words += _group(group)
            if power:
                words.append(_SCALES[power])
    return words


def _group(number: int) -> list[str]:
    """The words of 1 to 999; one of a hundred, of ten and of a teen is the prefix *se-*."""
    hundreds, rest = divmod(number, 100)
    words = [] if hundreds == 0 else ["seratus"] if hundreds == 1 else [_UNITS[hundreds], "ratus"]
    tens, units = divmod(rest, 10)
    if rest in (10, 11):
        return [*words, "sepuluh" if rest == 10 else "sebelas"]
    if tens == 1:
        return [*words, _UNITS[units], "belas"]
    if tens:
        words += [_UNITS[tens], "puluh"]
    return [*words, _UNITS[units]] if units else words
