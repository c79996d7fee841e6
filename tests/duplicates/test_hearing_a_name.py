"""How a surname sounds, and how short a mark is."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protection import blind
from referrals.sounds.sums import parts, sound

# The example of the article, and names that are spelt in several ways.
HEARD = {
    "65752682": ["Müller-Lüdenscheidt", "Mueller-Luedenscheid"],
    "17863": ["Breschnew"],
    "3412": ["Wikipedia"],
    "67": ["Meyer", "Maier", "MAYR", "meier"],
    "862": ["Schmidt", "Schmitt", "Schmid", "Šmit"],
    "478": ["Kruse", "Cruse"],
    "4587": ["Glaser", "Klaser"],
    "37": ["Feyer", "Vhayer", "Phaier"],
    "0": ["Ayo", "Eu"],
    "": ["", "-", "1"],
}


@pytest.mark.parametrize(("code", "names"), HEARD.items())
def test_names_that_sound_alike_get_the_same(code: str, names: list[str]) -> None:
    assert {sound(name) for name in names} <= {code}


def test_either_part_of_a_double_name_is_heard_and_what_stands_before_is_not() -> None:
    assert set(parts("Müller-Lüdenscheidt")) == {sound("Müller"), sound("Lüdenscheidt")}
    assert parts("von der Heide") == parts("Heide")
    assert parts("Von") == [sound("von")]
    assert parts(" ") == []


@given(st.text(max_size=40))
def test_whatever_is_typed_is_digits(text: str) -> None:
    code = sound(text)
    assert all(sign in "012345678" for sign in code)
    assert "0" not in code[1:]
    assert all(heard for heard in parts(text))


@given(st.integers(blind.FEWEST, 1_000_000))
def test_a_mark_is_shared_by_two_families_and_by_the_square_root_of_all_at_most(
    families: int,
) -> None:
    shared = families / 2 ** blind.bits_for(families)
    assert 2 <= shared <= sqrt(families) * 1.0001


@pytest.mark.parametrize(("families", "bits"), [(0, 0), (15, 0), (2_000, 8), (20_000, 10)])
def test_bits_follow_from_the_number_of_families(families: int, bits: int) -> None:
    assert blind.bits_for(families) == bits
