"""The steps of a help: decided, planned, shared, booked and ended."""

from datetime import timedelta

from audit import clock
from tests.browser.way import (
    BOY,
    CARER,
    COORDINATOR,
    GOALS,
    LEAD,
    MOTHER,
    SECOND,
    SECOND_CARER,
    SECOND_COORDINATOR,
    STRANGER,
    SURNAME,
    TEAM_LEAD,
    THIRD,
    WORKER,
    Way,
    today,
)

VIEW = "Ich möchte wieder zur Schule, aber nicht allein."


def the_help_is_proposed_by_one_and_approved_by_another(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes("/")
    worker.follows("Entscheidung vorlegen", within=f".app-task:has-text('{way.copy}')")
    worker.reads(LEAD, SECOND)
    worker.picks_from("reason", "")
    worker.fills(grounds="Die Hilfe ist geeignet und nötig, weil der Junge nicht zur Schule geht.")
    worker.presses("Zur Freigabe geben")
    worker.reads("Die Entscheidung wartet auf eine zweite Fachkraft.")
    assert not worker.page.get_by_role("button", name="Freigeben").count()
    decision = worker.here
    lead = way.be(TEAM_LEAD)
    lead.goes("/freigaben/")
    lead.reads("Wartet auf Sie")
    lead.goes(decision)
    lead.presses("Freigeben", within="main")
    lead.reads("Die Entscheidung ist freigegeben.")


def the_help_begins(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.family)
    worker.follows("SPFH", within="main .app-help")
    way.aid = worker.here
    worker.reads(LEAD, SECOND)
    worker.follows("Erstes Gespräch eintragen", within="main")
    worker.presses("Hilfe beginnen")
    worker.reads(f"Die Hilfe für {way.word} läuft.")


def a_plan_is_written_in_the_meeting(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes("/hilfeplaene/")
    worker.follows(f"Gespräch beginnen {way.word}")
    worker.fills(review_on=(today() + timedelta(days=90)).isoformat())
    worker.presses("Hilfeplan beginnen")
    way.version = worker.here
    worker.follows("Texte schreiben")
    worker.fills(
        place="Jugendamt, Raum 12",
        people_present="Mutter, Sohn, Fachkraft",
        child_view=VIEW,
        parents_view="Die Morgen sind schwer.",
        professionals_view="Es fehlt ein Ablauf.",
        need="Hilfe am Morgen, zweimal in der Woche.",
    )
    worker.presses("Texte speichern")
    worker.reads("Die Texte sind gespeichert.", VIEW)
    for number, goal in enumerate(GOALS, start=1):
        worker.follows("Ziel aufnehmen", within="main")
        worker.fills(text=goal)
        worker.presses("Ziel aufnehmen")
        worker.reads(goal)
        worker.follows(f"Aufgabe vereinbaren zu Ziel {number}")
        due = (today() + timedelta(days=30)).isoformat()
        worker.fills(who="Mutter", what=f"Bespricht den Abend, Ziel {number}", due_on=due)
        worker.presses("Aufgabe vereinbaren")
        worker.reads(f"Bespricht den Abend, Ziel {number}")


def the_plan_is_agreed_on_and_in_force(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.version)
    worker.follows("Zur Durchsicht geben", within="main")
    worker.reads(LEAD, SECOND)
    worker.presses("Zur Durchsicht geben")
    worker.reads("Die Fassung ist zur Durchsicht gegeben.")
    worker.follows("Unterschrift festhalten", within="main")
    worker.fills(name=f"{MOTHER} {SURNAME}")
    worker.picks("unterschrieben")
    worker.presses("Stand festhalten")
    worker.reads("unterschrieben am")
    worker.follows("In Kraft setzen", within="main")
    worker.presses("In Kraft setzen")
    worker.reads("Der Hilfeplan gilt.")
    assert not worker.page.get_by_role("link", name="Texte schreiben").count()


def a_provider_rates_a_goal_and_marks_a_point(way: Way) -> None:
    carer = way.be(CARER)
    carer.goes(way.told[LEAD])
    carer.reads(BOY, MOTHER)
    carer.goes("/hilfeplaene/")
    carer.follows(way.word, within="main")
    carer.reads(*GOALS)
    carer.presses("besser zu Ziel 1", exact=True)
    carer.reads(f"{LEAD}: besser")
    carer.follows("Für das Gespräch vormerken", within="main")
    carer.fills(text="Der Wecker hilft.")
    carer.presses("Für das Gespräch vormerken", within="main")
    carer.reads("Der Punkt ist für das Gespräch vorgemerkt.")


def the_help_grows_on_its_short_path(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.aid)
    worker.follows("Umfang ändern", within="main")
    worker.page.get_by_label(f"Stunden je Woche: {SECOND}").fill("2")
    worker.fills(grounds="Der Vater soll öfter dabei sein.")
    worker.presses("Zur Freigabe geben")
    worker.reads("Die Entscheidung liegt zur Freigabe vor.")
    decision = worker.here
    lead = way.be(TEAM_LEAD)
    lead.goes(decision)
    lead.presses("Freigeben", within="main")
    lead.reads("Die Entscheidung ist freigegeben.")
    worker.goes(way.aid)
    worker.reads("2:00 h")


def what_rests_on_consent_closes_with_it(way: Way) -> None:
    """Tell one topic to a third provider, and withdraw the consent again."""
    worker, third = way.be(WORKER), way.be(STRANGER)
    worker.goes(way.family)
    worker.unfolds("Mehr")
    worker.follows("Grundlage festhalten")
    worker.follows("Einwilligung", within="main")
    worker.picks_from("giver", MOTHER)
    worker.picks_from("topic", "Schule")
    worker.picks_from("provider", THIRD)
    worker.presses("Grundlage festhalten")
    worker.reads("Die Grundlage steht in der Akte")
    worker.unfolds("Mehr")
    worker.follows("Unterlagen freigeben")
    worker.picks_from("provider", THIRD)
    worker.presses("Weiter")
    worker.picks("Einzelnes Thema")
    worker.presses(f"Weiter: Das erfährt {THIRD}")
    worker.presses("Unterlagen freigeben")
    worker.reads("sind freigegeben.")
    third.goes("/unterlagen/")
    third.follows(way.word, within="main")
    third.reads(BOY)
    third.does_not_read(MOTHER)
    way.told[THIRD] = third.here
    _the_consent_is_withdrawn(way)


def _the_consent_is_withdrawn(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.family)
    card = worker.page.locator(".app-card").filter(has_text=THIRD)
    card.get_by_role("link", name="Widerruf festhalten").click()
    worker.reads("Das endet sofort", THIRD)
    worker.picks("Nein")
    worker.presses("Widerruf festhalten")
    worker.reads("Der Widerruf ist festgehalten.")


def the_other_provider_reads_the_plan_on_the_phone(way: Way) -> None:
    carer = way.be(SECOND_CARER)
    carer.goes(way.version)
    carer.reads(*GOALS, f"{LEAD}: besser")
    carer.presses("gleich zu Ziel 2", exact=True)
    carer.reads(f"{SECOND}: gleich")
    carer.goes(way.told[SECOND])
    carer.reads(BOY)
    carer.goes(way.told[LEAD], to_nothing=True)
    carer.reads("Diese Seite gibt es nicht")


def the_plan_is_printed(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.version)
    worker.reads(f"{LEAD}: besser")
    worker.follows("Verlauf der Ziele", within="main")
    worker.reads("Der Wecker hilft.")
    worker.goes(way.version)
    worker.follows("Drucken", within="main")
    worker.follows("Papier ansehen", within="main")
    worker.reads(*GOALS)
    worker.goes(f"{way.version}papier/")
    worker.presses("PDF erstellen")
    worker.reads("Das PDF wird erstellt.")
    worker.waits_until_gone("wird erstellt")
    answer, paper = worker.fetches("PDF öffnen")
    assert answer.headers["content-type"] == "application/pdf"
    assert paper.startswith(b"%PDF")


def a_carer_books_a_visit_on_the_phone(way: Way) -> None:
    carer = way.be(CARER)
    carer.goes("/mein-tag/")
    carer.follows(f"Termin planen {way.word}")
    now = clock.read().astimezone(clock.BERLIN)
    begun = max(now - timedelta(minutes=5), now.replace(hour=0, minute=0))
    carer.fills(time=f"{begun:%H:%M}", minutes="1,5", place="Wohnung")
    carer.presses("Termin planen")
    carer.reads(f"{way.word}: Termin am")
    carer.presses(f"Hat stattgefunden {way.word}")
    carer.reads(f"{way.word}: Hat stattgefunden.", "1:30 h gebucht")
    carer.goes("/stunden/")
    carer.reads(way.word)


def the_month_is_handed_in_by_the_coordinator(way: Way) -> None:
    """Hand in the month before, in which there was work without a family; this one still runs."""
    carer, month_before = way.be(CARER), today().replace(day=1) - timedelta(days=1)
    carer.goes("/mein-tag/")
    carer.follows("Team (ohne Familie)")
    carer.fills(on=month_before.isoformat(), minutes="2")
    carer.presses("Buchen", within="main")
    carer.reads("Ohne Familie:")
    coordinator = way.be(COORDINATOR)
    coordinator.goes("/stunden/")
    coordinator.reads("Wartet auf das Abgeben", CARER)
    coordinator.presses("Monat abgeben", within="main")
    coordinator.reads("ist abgegeben.", "Alle vollen Monate sind abgegeben.")
    coordinator.goes(f"/stunden/?month={today():%Y-%m}")
    coordinator.reads("Läuft noch, abgeben ab", way.word, CARER)
    worker = way.be(WORKER)
    worker.goes("/stunden/")
    worker.reads(way.word)


def strangers_find_nothing(way: Way) -> None:
    stranger = way.be(STRANGER)
    for address in (way.family, way.enquiry, way.aid, way.version, *way.told.values()):
        stranger.goes(address, to_nothing=True)
        stranger.reads("Diese Seite gibt es nicht, oder sie ist für Sie nicht freigegeben.")
        stranger.does_not_read(way.word, SURNAME)
    # One provider's sheet is nothing for the other, and a family's file for neither.
    for person, address in ((COORDINATOR, way.told[SECOND]), (SECOND_COORDINATOR, way.family)):
        other = way.be(person)
        other.goes(address, to_nothing=True)
        other.reads("Diese Seite gibt es nicht")


def the_help_ends_and_its_providers_can_still_settle(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.aid)
    worker.follows("Hilfe beenden", within="main")
    worker.reads("Noch nicht abgegebene Stunden")
    worker.picks_from("reason", "Ziele erreicht")
    for goal in GOALS:
        asked = worker.page.get_by_role("group", name=f"Ziel: {goal}")
        asked.get_by_label("Erreicht", exact=True).check(force=True)
    worker.presses("Hilfe beenden", within="main")
    worker.reads(f"Die Hilfe für {way.word} ist beendet. Träger sehen sie bis")
    for person in (COORDINATOR, CARER):
        helper = way.be(person)
        helper.goes(way.aid)
        helper.reads(way.word, "Beendet")
