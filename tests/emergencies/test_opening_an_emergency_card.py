"""Opening the card of a family in an emergency: for some hours, with a reason, and never unseen."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Absence, Conflict
from accounts.roles import Role
from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.emergencies import actions, sums
from referrals.emergencies.models import Cause, Emergency
from referrals.shields import actions as shields
from referrals.shields.models import Level
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.emergencies.asking import NEW, REASON, Moved, asks
from tests.locks.aging import stays_awake
from tests.stages.cast import SPOKEN
from tests.stages.plans import TEXTS
from tests.stages.shields import a_shielded_family
from tests.stages.whole import Whole

NO_HIT = "Kein Treffer."


def test_a_family_is_found_by_name_and_first_name_or_street_however_they_are_spelt(
    whole: Whole, signed_in: SignIn
) -> None:
    family, stranger = whole.sued.family, signed_in("haas")
    child = "mirabai"
    # Another family of this name has a child of this name.
    assert "passt auf mehrere Familien" in asks(stranger, "velm-brinker", child)
    for name, mark in (
        ("Velmbrinker", "Hundekehr Gasse"),
        (family.word.lower(), ""),
    ):
        assert re.fullmatch(r"/notfall/[0-9a-f-]+/", asks(stranger, name, mark)), (name, mark)
    for name, mark in (
        ("Velmbrinker", ""),
        ("Velmbrinker", "Ottilie"),
        ("", child),
        ("Elm", child),
    ):
        assert "/notfall/" not in asks(stranger, name, mark)[:9], (name, mark)


def test_a_surname_alone_is_refused_before_anything_is_searched(
    whole: Whole, signed_in: SignIn
) -> None:
    stranger = signed_in("haas")
    assert "(freiwillig)" not in _field(stranger.get(NEW).content.decode())
    searched = Entry.objects.filter(event="emergency.searched")
    before = searched.count()
    for mark in ("", "  "):
        assert sums.MORE in _field(asks(stranger, "Velmbrinker", mark))
    with whole.world.acting("haas") as by, pytest.raises(NotPossibleError, match="zum Familien"):
        actions.begin(by=by, name="Velmbrinker", mark=" ", cause=Cause.CHILD, reason=REASON)
    assert searched.count() == before
    asks(stranger, whole.sued.family.word)
    assert searched.count() == before + 1


def _field(page: str) -> str:
    """Cut the second field out of the form."""
    return str(re.findall(r'for="id_mark".*?<fieldset', page, re.DOTALL)[0])


@pytest.mark.parametrize(
    ("asked", "is_word"),
    [("Amsel 39", True), (" amsel-39 ", True), ("AMSEL139", True), ("Velmbrinker", False)]
    + [(asked, False) for asked in ("", "39", "von der Heide", "Amsel 3 9", "Amsel 39 x")],
)
def test_a_merkwort_is_told_from_a_surname(asked: str, is_word: bool) -> None:
    assert sums.is_word(asked) is is_word


def test_a_family_in_high_danger_closes_the_card_that_stood_open(
    whole: Whole, signed_in: SignIn
) -> None:
    stranger, listed = signed_in("haas"), reverse("emergencies")
    lock = a_shielded_family(whole.world)
    card = asks(stranger, lock.word)
    assert stranger.get(card).status_code == 200
    assert card in stranger.get(listed).content.decode()
    with whole.world.acting("demir") as by:
        shields.strengthen(by=by, shield=lock.shields.get(), level=Level.HIGH)
    assert stranger.get(card).status_code == 404
    page = stranger.get(listed).content.decode()
    assert (lock.word in page, card in page) == (True, False)


def test_the_card_shows_the_least_and_every_look_is_an_entry(
    whole: Whole, signed_in: SignIn
) -> None:
    stranger = signed_in("haas")
    card = asks(stranger, whole.sued.family.word)
    page = stranger.get(card).content.decode()
    for shown in ("Velmbrinker", "Mirabai", "Hundekehrgasse", "Sevgi Demir", "Derya Sahin"):
        assert shown in page, shown
    for hidden in (*TEXTS.values(), *SPOKEN):
        assert hidden not in page, hidden
    events = list(Entry.objects.order_by("-seq").values_list("event", flat=True)[:3])
    assert events == ["emergency.card_read", "emergency.begun", "emergency.searched"]
    entry = Entry.objects.get(
        event="emergency.begun", about__contains=[Emergency.objects.latest("began_at").id]
    )
    assert whole.sued.family.id in entry.about
    assert REASON not in str(entry.facts)
    # The family itself stays closed.
    assert stranger.get(reverse("family", args=[whole.sued.family.id])).status_code == 404


def test_it_ends_after_four_hours_without_anything_having_run(
    whole: Whole, signed_in: SignIn, moved: Moved
) -> None:
    stranger = signed_in("haas")
    card = asks(stranger, whole.sued.family.word)
    moved.by(sums.LASTS - timedelta(minutes=1))
    stays_awake(stranger)
    assert stranger.get(card).status_code == 200
    moved.by(sums.LASTS + timedelta(minutes=1))
    stays_awake(stranger)
    assert stranger.get(card).status_code == 404
    colleague = signed_in("overbeck")
    stays_awake(colleague)
    assert colleague.get(card).status_code == 404


def test_a_card_closed_early_stays_closed(whole: Whole, signed_in: SignIn) -> None:
    stranger = signed_in("haas")
    card = asks(stranger, whole.sued.family.word)
    assert stranger.post(card + "beenden/").status_code == 302
    assert stranger.get(card).status_code == 404
    assert stranger.post(card + "beenden/").status_code == 404


def test_an_open_card_is_shown_again_and_leads_back(whole: Whole, signed_in: SignIn) -> None:
    stranger, word = signed_in("haas"), whole.sued.family.word
    assert "Ihre Notfallkarte ist offen" not in first_page(signed_in, "haas")
    card = asks(stranger, word)
    kept = Emergency.objects.count()
    assert asks(stranger, word) == card
    assert "Diese Karte haben Sie schon offen." in stranger.get(card).content.decode()
    assert Emergency.objects.count() == kept
    said = first_page(signed_in, "haas")
    assert f"{word}: Ihre Notfallkarte ist offen" in said
    assert verb(said, "Ansehen", card)
    # Another person's card is another access, and a closed one is opened anew.
    assert asks(signed_in("overbeck"), word) != card
    stranger.post(reverse("emergency_end", args=[card.split("/")[2]]))
    assert "Ihre Notfallkarte ist offen" not in first_page(signed_in, "haas")
    assert asks(stranger, word) != card


@pytest.mark.parametrize(
    ("reason", "is_enough"),
    [
        ("x", False),
        ("Kind allein", False),
        ("Kind ist allein", True),
        ("Kindeswohlgefährdung", True),
    ],
)
def test_a_reason_is_a_sentence(
    whole: Whole, signed_in: SignIn, reason: str, is_enough: bool
) -> None:
    said = asks(signed_in("haas"), whole.sued.family.word, reason=reason)
    assert ("/notfall/" in said[:9]) is is_enough
    assert ("in einem ganzen Satz" in said) is not is_enough


def test_no_reason_no_card(whole: Whole, signed_in: SignIn) -> None:
    before = Emergency.objects.count()
    page = asks(signed_in("haas"), whole.sued.family.word, reason="  ")
    assert "Bitte schreiben Sie in einem ganzen Satz" in page
    assert Emergency.objects.count() == before


def test_a_conflict_of_interest_beats_an_emergency_and_looks_like_no_hit(
    whole: Whole, signed_in: SignIn
) -> None:
    person, family = whole.world.town.people["haas"], whole.sued.family
    stranger = signed_in("haas")
    card = asks(stranger, family.word)
    Conflict.objects.create(
        user=person,
        family_id=family.id,
        reason="close",
        from_on=whole.world.actor("haas").today,
        declared_by=person,
    )
    assert stranger.get(card).status_code == 404
    assert NO_HIT in asks(stranger, family.word)
    assert NO_HIT in asks(stranger, "Niemandsberger", "Undine")
    assert family.word not in stranger.get(reverse("emergencies")).content.decode()


def test_a_protected_address_is_not_on_the_card_and_high_danger_closes_it(
    whole: Whole, signed_in: SignIn
) -> None:
    stranger = signed_in("haas")
    lock = a_shielded_family(whole.world)
    page = stranger.get(asks(stranger, lock.word)).content.decode()
    assert ("Quendkötter" in page, "Hundekehrgasse" in page) == (True, False)
    # Nothing leads nowhere: whoever may open the address is named with a number, and who stands in.
    assert "Die Anschrift ist geschützt. Rufen Sie eine dieser Personen an." in page
    assert "Diese Personen dürfen die Anschrift und die Telefonnummern" in page
    lead, today = whole.world.town.people["nolte"], whole.world.actor("nolte").today
    for who in ("demir", "nolte"):
        person = whole.world.town.people[who]
        assert (person.display_name in page, person.number in page) == (True, True)
    assert "heute nicht da" not in page
    lead.deputy = whole.world.town.people["overbeck"]
    lead.save(update_fields=["deputy"])
    Absence.objects.create(user=lead, from_on=today, until_on=today)
    away = stranger.get(asks(stranger, lock.word)).content.decode()
    assert f"{lead.display_name} (heute nicht da)" in away
    assert f"in Vertretung: {lead.deputy.display_name}" in away
    plain = stranger.get(asks(stranger, whole.sued.family.word)).content.decode()
    assert "Die Anschrift ist geschützt" not in plain
    high = a_shielded_family(whole.world, Level.HIGH)
    assert NO_HIT in asks(stranger, high.word)


def test_nobody_is_told_to_call_themselves(whole: Whole, signed_in: SignIn) -> None:
    deputy = whole.sued.family.worker.deputy
    assert deputy is not None
    reader = signed_in("kaya")
    assert deputy == whole.world.town.people["kaya"]
    page = reader.get(asks(reader, whole.sued.family.word)).content.decode()
    assert "zuständig: " in page
    assert "Vertretung: " not in page
    stranger = signed_in("haas")
    page = stranger.get(asks(stranger, whole.sued.family.word)).content.decode()
    assert f"Vertretung: {deputy.display_name}" in page


def test_whoever_sees_the_family_anyway_is_led_to_it(whole: Whole, signed_in: SignIn) -> None:
    family = whole.sued.family
    assert asks(signed_in("demir"), family.word) == reverse("family", args=[family.id])
    assert asks(signed_in("nolte"), family.word) == reverse("family", args=[family.id])


def test_on_call_opens_by_the_roster_and_only_in_its_hours(
    whole: Whole, signed_in: SignIn, moved: Moved
) -> None:
    world = whole.world
    with world.acting("nolte") as by:
        on_call = actions.put_on_call(
            by=by,
            person=world.town.people["haas"],
            from_at=world.ago(hours=1),
            until_at=world.ago(hours=-6),
        )
    assert world.actor("haas").has(Role.ON_CALL)
    stranger = signed_in("haas")
    card = asks(stranger, whole.sued.family.word, reason="")
    moved.by(timedelta(hours=5))
    stays_awake(stranger)
    assert stranger.get(card).status_code == 200
    moved.by(timedelta(hours=7))
    stays_awake(stranger)
    assert stranger.get(card).status_code == 404
    assert not world.actor("haas").has(Role.ON_CALL)
    moved.by(timedelta())
    with world.acting("nolte") as by:
        actions.end_on_call(by=by, on_call=on_call)
    assert not world.actor("haas").has(Role.ON_CALL)


def test_nobody_searches_the_office_through(whole: Whole, signed_in: SignIn) -> None:
    stranger = signed_in("haas")
    for _ in range(sums.SEARCHES_AN_HOUR):
        assert NO_HIT in asks(stranger, "Niemandsberger", "Undine")
    assert "viele Suchen in kurzer Zeit" in asks(stranger, whole.sued.family.word)
