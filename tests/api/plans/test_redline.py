"""What two wordings differ in: the old struck, the new underlined, and nothing typed becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from api.plans.redline import redline
from api.words.words import words

ID = words("id")
_VOICE = re.compile('<span class="vh">[^<]*</span>')


def seen(marked: Markup) -> str:
    """Leave out what only a screen reader says."""
    return _VOICE.sub("", marked)


def test_a_word_that_changed_is_struck_and_its_successor_underlined() -> None:
    marked = redline(ID, "Persentase Partisipasi Pemilih", "Persentase Kehadiran Pemilih")
    assert seen(marked) == "Persentase <del>Partisipasi</del><ins>Kehadiran</ins> Pemilih"


def test_ears_hear_what_eyes_see() -> None:
    assert "dihapus: </span>75%" in redline(ID, "75%", "77%")
    assert "added: </span>77%" in redline(words("en"), "75%", "77%")


def test_two_sentences_that_share_little_stand_one_after_the_other() -> None:
    marked = redline(ID, "Jumlah laporan yang selesai", "Nilai akuntabilitas kinerja")
    assert seen(marked) == "<del>Jumlah laporan yang selesai</del> <ins>Nilai akuntabilitas kinerja</ins>"


def test_equal_wordings_are_not_marked() -> None:
    assert redline(ID, "Sama", "Sama") == "Sama"


def test_from_nothing_and_to_nothing() -> None:
    assert seen(redline(ID, "", "Baru")) == "<ins>Baru</ins>"
    assert seen(redline(ID, "Lama", "")) == "<del>Lama</del>"
    assert redline(ID, "", "") == ""


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b < c", "{who}"]
)
def test_hostile_text_stays_text(hostile: str) -> None:
    for old, new in ((hostile, "b"), ("b", hostile), (hostile, hostile), (f"x y {hostile}", f"x y z {hostile}")):
        marked = redline(ID, old, new)
        assert escape(hostile) in marked
        assert "<script" not in marked
        assert "<img" not in marked


@given(st.text(alphabet="ab <&\n", max_size=30), st.text(alphabet="ab <&\n", max_size=30))
def test_the_old_and_the_new_can_be_read_out_of_the_marked(old: str, new: str) -> None:
    marked = seen(redline(ID, old, new))
    without_new = re.sub("<ins>.*?</ins>", "", marked, flags=re.DOTALL)
    without_old = re.sub("<del>.*?</del>", "", marked, flags=re.DOTALL)
    was = re.sub("</?del>", "", without_new)
    now = re.sub("</?ins>", "", without_old)
    assert Markup(was).unescape().split() == old.split()
    assert Markup(now).unescape().split() == new.split()
