"""A password that is tried first is refused with a sentence, in the invitation and when it is changed."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import User
from tests.conftest import SignIn
from tests.world import World

WEAK = (
    *("aaaaaaaaaaaa", "abcabcabcabc", "Kirsche1Kirsche1Kir", "qwertzuiopü1", "asdfghjklöä2026"),
    *(
        "1qaz2wsx3edc4rfv",
        "poiuztrewq!!",
        "abcdefghijkl",
        "Uteahlers2026!",
        "Ahlers.Ahlers",
        "Hilfenetz2026!",
    ),
    *("Jugendamt123456", "password1234", "839274650192"),
)
GOOD = (
    "Der Ahorn wirft Schatten",
    "Im Jugendamt ist es warm",
    "tG7#vL0q!xWz2",
    "qwertz und andere Vögel",
)


def _ahlers() -> User:
    return User(username="ahlers", display_name="Ute Ahlers")


@pytest.mark.parametrize("password", WEAK)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, _ahlers())
    assert all(sentence.endswith(".") for sentence in refusal.value.messages)


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_is_taken(password: str) -> None:
    validate_password(password, _ahlers())


def test_the_page_of_the_invitation_says_why(world: World, signed_in: SignIn) -> None:
    it = world.actor("wolters")
    person = actions.open_account(by=it, username="ahlers", display_name="Ute Ahlers")
    page = f"/einladung/{person.id}/{actions.invite(by=it, person=person)}/"
    browser = signed_in("wolters")
    for weak, why in (("aaaaaaaaaaaa", "verschiedenen Zeichen"), ("UteAhlers2026", "Ihrem Namen")):
        answer = browser.post(page, {"password": weak, "again": weak})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    good = {"password": GOOD[0], "again": GOOD[0]}
    assert browser.post(page, good).status_code == 302
