"""The steps from the first contact to two providers who take a family on."""

from tests.browser.way import (
    BOY,
    CARER,
    COORDINATOR,
    GIRL,
    LEAD,
    MOTHER,
    NEED,
    SECOND,
    SECOND_CARER,
    SECOND_COORDINATOR,
    STREET,
    SURNAME,
    TEAM_LEAD,
    WORKER,
    Way,
    today,
)


def a_first_contact_is_taken_by_one_and_signed_by_two(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes("/meldungen/")
    worker.follows("Meldung aufnehmen", within="main")
    worker.picks("Telefon")
    worker.fills(
        reporter_category="Schule",
        reporter="Frau Beispielmann, Schule",
        matter=f"Die Lehrerin sorgt sich, weil {BOY} seit drei Wochen fehlt.",
    )
    worker.picks("Unklar", "Innerhalb von 7 Tagen")
    worker.presses("Meldung speichern")
    worker.reads("Hier können nur zwei verschiedene Personen unterschreiben.")
    way.intake = worker.here
    lead = way.be(TEAM_LEAD)
    lead.goes("/meldungen/")
    lead.reads("Wartet auf die zweite Fachkraft")
    lead.goes(way.intake)
    lead.follows("Zu zweit einschätzen", within="main")
    lead.fills(assessment="Wir fahren heute zu zweit hin.")
    lead.presses("Unterschreiben")
    lead.reads("Die Meldung ist zu zweit eingeschätzt.")


def a_family_with_two_children_gets_a_neutral_word(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.intake)
    worker.follows("Familie anlegen", within="main")
    worker.fills(
        **{
            "name": SURNAME,
            "adults-1-relation": "Mutter",
            "adults-1-first_name": MOTHER,
            "adults-1-number": "0221 4710-499",
            "children-1-first_name": BOY,
            "children-1-born": "2014-05-06",
        }
    )
    worker.presses("Weiteres Kind")
    worker.fills(
        **{
            "children-2-first_name": GIRL,
            "children-2-born": "2019-08-01",
            "children-1-custody": "Mutter allein",
            "children-2-custody": "Eltern gemeinsam",
            "street": STREET,
            "house_number": "21",
        }
    )
    worker.presses("Familie anlegen", within="main .app-form__end")
    worker.reads("Ihr Merkwort ist", f"Familie {SURNAME}")
    way.family = worker.here
    way.word = worker.page.locator(".app-head__preline").inner_text().partition(" · ")[0]
    worker.goes("/familien/")
    worker.reads(SURNAME, way.word)


def the_family_is_found_by_a_name_spelt_wrong(way: Way) -> None:
    worker = way.be(WORKER)
    worker.page.get_by_role("searchbox").fill("Wanderspehct")
    worker.presses("Suchen")
    worker.reads(way.word)


def what_was_said_is_noted(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.family)
    worker.follows("Notieren", within="main")
    worker.fills(text="Die Mutter ist mit dem Besuch einverstanden.")
    worker.presses("Speichern", within="main")
    worker.reads("Die Notiz ist gespeichert.")
    worker.goes(way.family)
    worker.reads("Die Mutter ist mit dem Besuch einverstanden.")


def the_law_lets_both_providers_be_told(way: Way) -> None:
    worker = way.be(WORKER)
    for provider in (LEAD, SECOND):
        worker.goes(way.family)
        worker.unfolds("Mehr")
        worker.follows("Grundlage festhalten")
        worker.fills(provider=provider)
        worker.presses("Grundlage festhalten")
        worker.reads(f"Die Grundlage steht in der Akte {way.word}.")


def an_enquiry_leaves_the_house_without_the_name(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.family)
    worker.follows("Anfrage stellen")
    worker.fills(aid_type="SPFH (§ 31)", need=NEED, week_minutes="5", start_on=today().isoformat())
    worker.presses("Weiter: Wer kommt in Frage")
    worker.picks(LEAD, SECOND)
    worker.presses("Weiter: Das verlässt das Haus")
    worker.reads("Das verlässt das Haus", NEED)
    worker.presses("Anfrage senden")
    worker.reads("Antworten")
    way.enquiry = worker.here
    way.copy = worker.page.locator("h1").inner_text()


def both_providers_offer(way: Way) -> None:
    for person, hours in ((COORDINATOR, "4"), (SECOND_COORDINATOR, "1")):
        coordinator = way.be(person)
        coordinator.goes("/anfragen/")
        coordinator.follows(way.copy)
        coordinator.reads(NEED, WORKER)
        coordinator.does_not_read(SURNAME, MOTHER, BOY, STREET, way.word)
        coordinator.follows("Hilfe anbieten", within="main")
        coordinator.fills(
            offered_from=today().isoformat(),
            week_minutes=hours,
            profile="Fachkraft mit Erfahrung, spricht Türkisch",
        )
        coordinator.presses("Hilfe anbieten")
        coordinator.reads("Das liegt jetzt beim Jugendamt.")
        coordinator.does_not_read(SURNAME)


def the_family_chooses_both_and_each_is_told_what_it_needs(way: Way) -> None:
    worker = way.be(WORKER)
    worker.goes(way.enquiry)
    worker.follows("Mit der Familie ausgewählt")
    worker.picks(f"{LEAD} ausgewählt", f"{SECOND} ausgewählt")
    worker.page.get_by_role("group", name="Federführung").get_by_label(LEAD).check(force=True)
    worker.fills(wish="Die Mutter möchte jemanden, der abends kommen kann.")
    worker.presses("Auswahl festhalten")
    worker.reads("ist festgehalten.", "Die Mutter möchte jemanden")
    for provider in (LEAD, SECOND):
        worker.goes(way.enquiry)
        worker.follows(f"Unterlagen freigeben {provider}")
        worker.presses(f"Weiter: Das erfährt {provider}")
        worker.reads(f"Das erfährt {provider}", BOY, MOTHER)
        worker.does_not_read(STREET)
        worker.presses("Unterlagen freigeben")
        worker.reads("sind freigegeben.")


def both_take_the_family_on(way: Way) -> None:
    helpers = ((COORDINATOR, CARER, LEAD), (SECOND_COORDINATOR, SECOND_CARER, SECOND))
    for person, carer, provider in helpers:
        coordinator = way.be(person)
        coordinator.goes("/anfragen/")
        coordinator.follows("Sie sind ausgewählt")
        coordinator.reads("Übernehmen", BOY, MOTHER)
        way.told[provider] = coordinator.here
        coordinator.picks("Niemand, der mitarbeitet, ist mit der Familie verwandt oder befreundet")
        coordinator.picks_from("carer", carer)
        coordinator.presses("Annehmen")
        coordinator.reads(f"Sie haben {way.word} übernommen.")
