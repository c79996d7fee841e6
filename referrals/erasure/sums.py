"""Which class a file belongs to, and which tables make which line of a dry run."""

from collections.abc import Mapping

from referrals.aids.flow import Status

FILE_WITH_AID, FILE_WITHOUT_AID, COUNSELLING, NOT_TAKEN_ON = "K1", "K4", "K4", "K5"
# A help that was approved makes a file one of SGB VIII § 9b.
REAL = (Status.APPROVED, Status.RUNNING, Status.ENDED)
# Whatever is not offered to the archive, by agreement with it, is ready at once.
OFFERED = frozenset({FILE_WITH_AID})
# So long the archive has time to answer before silence counts as an answer (ArchivG NRW § 4).
ARCHIVE_DAYS = 183

# What people call the rows; the rest are parts of these and are summed up in the last line.
NAMES = {
    "referrals_person": "Menschen",
    "referrals_address": "Anschriften",
    "referrals_case": "Vorgänge",
    "referrals_intake": "Erstkontakte",
    "referrals_note": "Notizen",
    "referrals_enquiry": "Anfragen an Träger",
    "referrals_aid": "Hilfen",
    "referrals_decision": "Entscheidungen",
    "referrals_plan": "Hilfepläne",
    "referrals_disclosure": "Mitteilungen an Träger",
    "referrals_basis": "Einwilligungen und Grundlagen",
    "referrals_paper": "Papiere",
    "referrals_enclosure": "Fotos und Dateien",
}
REST = "Weitere Zeilen (Schritte, Anvertrautes, Unterlagen der Träger, Schutz der Anschrift)"


def class_of_file(*, with_aid: bool) -> str:
    """Tell the class of a family's file: a help makes it one of SGB VIII § 9b."""
    return FILE_WITH_AID if with_aid else FILE_WITHOUT_AID


def class_of_intake(*, counselled: bool) -> str:
    """Tell the class of a first contact that became no file."""
    return COUNSELLING if counselled else NOT_TAKEN_ON


def lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Put counts of tables into the words of people.

    Args:
        counts: rows by table.

    Returns:
        Word and number; what is not named alone is one sum at the end, so that it does not tell whether
        something confided lies there (SGB VIII § 65).
    """
    named = [(word, counts[table]) for table, word in NAMES.items() if counts.get(table)]
    rest = sum(
        number
        for table, number in counts.items()
        if table not in NAMES and table not in {"referrals_family", "keys"}
    )
    return [*named, (REST, rest)] if rest else named
