"""What of an answer is arithmetic: black places in a row are one, and how long a file is kept is said in words."""

from protection.retention import rules
from referrals.replies.sums import Piece, pieces, storage


def test_black_places_in_a_row_are_one_and_keep_no_word() -> None:
    parts = [
        ("Eins.", ""),
        ("Zwei.", ""),
        ("Drei.", "A"),
        ("Vier.", "A"),
        ("Fünf.", "B"),
        ("Sechs.", ""),
    ]
    assert pieces(parts) == (
        Piece("Eins. Zwei."),
        Piece("", "A"),
        Piece("", "B"),
        Piece("Sechs."),
    )
    assert pieces([]) == ()
    assert pieces([("Allein.", "C")]) == (Piece("", "C"),)


def test_every_class_of_a_file_is_said_in_words() -> None:
    aid, advice = rules()["K1"], rules()["K4"]
    assert "10 Jahre nach dem Ende des letzten Vorgangs" in storage(aid, for_a_century=True)
    assert "18. Geburtstag" in storage(aid, for_a_century=True)
    assert "100. Geburtstag" in storage(aid, for_a_century=True)
    assert "100. Geburtstag" not in storage(aid, for_a_century=False)
    said = storage(advice, for_a_century=True)
    assert "3 Jahre nach dem Ende des letzten Vorgangs" in said
    assert "Geburtstag" not in said
