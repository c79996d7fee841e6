"""Having an own page: seeing sessions and factors, ending what is not needed."""

from allauth.mfa.models import Authenticator

from accounts.models import User
from tests.accounts.visitor import FACTORS, SIGN_IN, MakePerson, Visitor, code


def both_in(person: User) -> tuple[Visitor, Visitor]:
    """Sign in on two devices."""
    desk, phone = Visitor(), Visitor()
    phone.client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0"
    desk.gives_password(person.username)
    secret = desk.enrols_app()
    phone.gives_password(person.username)
    phone.gives_code(code(secret))
    assert desk.is_in()
    assert phone.is_in()
    return desk, phone


def test_the_page_names_roles_in_words_and_the_devices(person: User) -> None:
    desk, _ = both_in(person)
    page = desk.opens("/zugang/").content.decode()
    assert "Datenschutz" in page
    assert "Chrome auf Android" in page
    assert "diese Sitzung" in page
    assert "Code-App" in page


def test_a_session_ended_elsewhere_is_out_at_once(person: User) -> None:
    desk, phone = both_in(person)
    page = desk.opens("/zugang/").content.decode()
    address = page.partition('action="/zugang/sitzungen/')[2].partition('"')[0]
    desk.client.post(f"/zugang/sitzungen/{address}")
    assert desk.is_in()
    assert not phone.is_in()
    assert phone.opens("/zugang/").headers["Location"].startswith(SIGN_IN)


def test_the_session_of_somebody_else_is_not_there(person: User, make_person: MakePerson) -> None:
    other = make_person("lerchenfeld")
    stranger = Visitor()
    stranger.gives_password(other.username)
    stranger.enrols_app()
    desk, _ = both_in(person)
    page = desk.opens("/zugang/").content.decode()
    address = page.partition('action="/zugang/sitzungen/')[2].partition('"')[0]
    theirs = stranger.client.post(f"/zugang/sitzungen/{address}")
    nothing = stranger.client.post("/zugang/sitzungen/999999/beenden/")
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert desk.is_in()


def test_the_only_second_factor_stays(person: User) -> None:
    desk, _ = both_in(person)
    page = desk.opens(FACTORS).content.decode()
    address = page.partition(f'action="{FACTORS}')[2].partition('"')[0]
    answer = desk.client.post(f"{FACTORS}{address}", follow=True)
    assert "Das ist Ihr einziger zweiter Faktor." in answer.content.decode()
    assert "Code-App" in answer.content.decode()


def test_a_new_password_ends_the_other_sessions(person: User) -> None:
    desk, phone = both_in(person)
    new = "Der Apfelbaum blüht im April"
    given = {"oldpassword": "Der Kirschbaum blüht im Mai", "password1": new, "password2": new}
    answer = desk.client.post("/zugang/passwort/", given)
    assert answer.headers["Location"] == "/zugang/"
    assert desk.is_in()
    assert not phone.is_in()


def test_the_page_reminds_until_one_lost_device_shuts_nobody_out(person: User) -> None:
    desk, _ = both_in(person)
    page = "/zugang/"
    cases: dict[str, tuple[list[tuple[str, dict[str, object]]], str]] = {
        "app": ([("totp", {})], ""),
        "one": ([("webauthn", {"name": "1"})], "zweiter Passkey, oder gedruckte Notfallcodes"),
        "unseen": (
            [("webauthn", {"name": "1"}), ("recovery_codes", {"used_mask": 0})],
            "zweiter Passkey, oder gedruckte Notfallcodes",
        ),
        "seen": ([("webauthn", {"name": "1"}), ("recovery_codes", {"viewed_at": 1.0})], ""),
        "two": ([("webauthn", {"name": "1"}), ("webauthn", {"name": "2"})], ""),
    }
    for name, (factors, reminder) in cases.items():
        Authenticator.objects.filter(user=person).delete()
        for kind, data in factors:
            Authenticator.objects.create(user=person, type=kind, data=data)
        for address in (page, FACTORS):
            answer = desk.opens(address)
            shown = answer.content.decode()
            assert (name, answer.status_code) == (name, 200)
            assert (name, "Es fehlt noch" in shown) == (name, bool(reminder)), address
            assert reminder in shown, name
