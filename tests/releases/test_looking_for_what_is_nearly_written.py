"""A protected street or school is found shortened, with a slip, or as another kind; other words pass."""

import pytest

from referrals.releases.sums import CALL, PLACE, SCHOOL_KIND, STREET, Value, found_in

STREETS = {
    "Grubenhelmstieg 5": (
        (
            "Grubenhelmst. 5",
            "Grubenhelmstg.",
            "Grubenhelmsteig",
            "Grubenhelmstig",
            "Grubnhelmstieg",
            "GRUBENHELM-\nSTIEG",
            "Grubenhelm Stg. 5",
            "Grubenhelm 5",
            "Grubenhelms. 5",
            "im grubenhelm stieg",
            "Grubenheimst.",
            "Gruben-helm-stieg",
        ),
        (
            "Die Grube im Helm, 5 Stufen.",
            "Grubenhelm ist ein Spiel.",
            "Er stieg in die Grube.",
            "Grubenhelmring 7",
            "Gruben 5",
        ),
    ),
    "Große Hundekehrstraße 12a": (
        ("Gr. Hundekehrstr. 12a", "Hundekehrst.", "Hundekehrstrasse", "Hundekerstraße"),
        ("Große Straße 12a", "Der Hund kehrt um.", "Hundekehre"),
    ),
    "Rosenheimer Allee 3": (
        ("Rosenheimer Al 3", "Rosenheimerallee", "Rosenheimer 3", "Rosenhaimer Allee"),
        ("Die Rosenheimer kommen.", "Rosen im Heim, alle drei"),
    ),
    "Sandkamp 4": (("Sandkamp", "Sandkmp. 4"), ("Im Sand kam er 4 Mal hin.", "Landkamp 4")),
    "Birkenweg 9": (("Birkenwg 9", "Birkenw. 9"), ("Birken 8", "Wegen der Birken", "Birkenhof 9")),
    "Am Sportplatz 2": (("Am Sportpl. 2",), ("Er ist gern am Platz.", "Auf dem Sportplatz")),
    "Am Fußballplatz 2": (("Am Fussballpl. 2",), ("Er spielt auf dem Fußballplatz.",)),
}
SCHOOLS = {
    "Barbaraschule": (
        (
            "Barbara-Grundschule",
            "Barbaragrundschule",
            "Schule Barbara",
            "Barbara Schule",
            "Grundschule St. Barbara",
            "KGS Barbara",
            "BARBARASCHULE",
            "Barbaras Schule",
            "Barbarraschule",
            "Kita Barbara",
            "Gesamtschule an der Barbara",
        ),
        (
            "Barbara geht gern zur Schule.",
            "Er mag die Schule. Barbara ist seine Tante.",
            "Die Grundschule ruft an.",
            "Tante Barbara kommt.",
            "Barbara braucht einen Platz.",
        ),
    ),
    "Willy-Brandt-Gesamtschule, Herten": (
        ("Willy-Brandt-Schule", "Willi Brandt Gesamtschule", "Gesamtschule Willy Brandt"),
        ("Eine Gesamtschule in Herten", "Willy geht zur Gesamtschule."),
    ),
    "Kita Sonnenblume": (
        ("Kindergarten Sonnenblume", "Sonnenblumen-Kita", "Kita Sonnenblumme"),
        ("Die Kita hat eine Blume.", "Er malt eine Sonnenblume."),
    ),
    "Grundschule": ((), ("Die Schule ruft an.", "Hauptschule")),
}
CALLS = {
    "089 99998720": (
        ("089 99998----720", "089 / 99998 - - 720", "+49 (0) 89 99998 720"),
        ("089 99998", "99998 Schritte und dann 720"),
    )
}


@pytest.mark.parametrize(
    ("value", "caught", "passed"),
    [(Value("Anschrift", STREET, text), *both) for text, both in STREETS.items()]
    + [(Value(SCHOOL_KIND, PLACE, text), *both) for text, both in SCHOOLS.items()]
    + [(Value("Telefon", CALL, text), *both) for text, both in CALLS.items()],
)
def test_what_is_nearly_written_is_caught_and_other_words_pass(
    value: Value, caught: tuple[str, ...], passed: tuple[str, ...]
) -> None:
    told = {text: bool(found_in([f"Bitte: {text}, danke."], [value])) for text in caught + passed}
    assert told == {**dict.fromkeys(caught, True), **dict.fromkeys(passed, False)}
