"""A photograph after a visit: saved in two taps, for its author at once, for others when it is clean."""

import errno
import io
import os
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as conf
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django import Settings

from audit.models import Entry
from protection import files
from protection.letters import Refusal
from protection.models import DataKey
from providers.budgets.sums import Period
from referrals.aids import actions as aids
from referrals.aids.models import Aid
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure
from referrals.enclosures import actions, jobs
from referrals.enclosures.flow import Status
from referrals.enclosures.models import Enclosure
from referrals.families.models import Family
from referrals.notes import actions as notes
from tests.agenda.reading import first_page
from tests.conftest import SignIn
from tests.files import clamd, samples
from tests.locks.aging import later, shows_a_factor
from tests.stages.aids import a_running_aid, share_of, told_directly
from tests.stages.enclosures import a_photo, a_photo_at_the_plan, again, an_unscanned_photo
from tests.stages.families import a_family
from tests.stages.purposes import she_says_what_for
from tests.stages.shields import shielded
from tests.world import World

ONCE = "6f0f5b0e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def _lying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _page(family: Family) -> str:
    return f"/familien/{family.id}/dateien/"


def _sent(raw: bytes, name: str = "IMG_Quastenbein.jpg", **more: str) -> dict[str, Any]:
    return {"once": ONCE, "file": SimpleUploadedFile(name, raw), **more}


def _send(browser: Client, family: Family, raw: bytes, **more: str) -> str:
    return browser.post(_page(family), _sent(raw, **more), follow=True).content.decode()


def test_the_page_of_a_family_takes_a_photo_with_the_camera(
    world: World, signed_in: SignIn
) -> None:
    family, browser = a_family(world), signed_in("demir")
    page = browser.get(f"/familien/{family.id}/").content.decode()
    form = page[page.index('<form class="app-shot"') :].partition("</form>")[0]
    assert f'action="{_page(family)}"' in form
    assert 'enctype="multipart/form-data"' in form
    assert re.search(r'<input type="file" name="photo"[^>]*capture="environment"', form)
    photo = SimpleUploadedFile("image.jpg", samples.a_photo())
    shown = browser.post(_page(family), {"once": ONCE, "photo": photo}, follow=True)
    assert shown.redirect_chain == [(_page(family), 302)]
    for words in ("Gespeichert, wird geprüft.", "Foto 1", "Noch ungeprüft", "Nur Sie sehen sie."):
        assert words in shown.content.decode()


def test_several_photos_one_after_the_other_are_several(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    # The same page, gone back to in the browser: what is chosen makes the difference.
    _send(browser, family, samples.a_photo())
    page = _send(browser, family, samples.a_drawing())
    assert "Foto 1" in page
    assert "Bild 2" in page
    assert "Dokument 3: Wochenplan" in _send(
        browser, family, samples.a_letter(), title="Wochenplan"
    )


def test_a_form_sent_twice_stores_one_photo(world: World, signed_in: SignIn, folder: Path) -> None:
    family, browser = a_family(world), signed_in("demir")
    _send(browser, family, samples.a_photo())
    assert "Das ist schon gespeichert." in _send(browser, family, samples.a_photo())
    assert Enclosure.objects.count() == len(_lying(folder)) == 1


def test_it_lies_closed_and_without_the_place_where_it_was_taken(
    world: World, signed_in: SignIn, folder: Path
) -> None:
    family = a_family(world)
    shielded(world, family)
    _send(signed_in("demir"), family, samples.a_photo(), title="Küche bei Sunniva")
    row = again(Enclosure.objects.get())
    (path,) = _lying(folder)
    assert path.name == row.stored
    assert b"Exif" not in path.read_bytes()
    assert b"JFIF" not in path.read_bytes()
    opened = b"".join(files.read(row.stored, row.id, row.lock))
    with Image.open(io.BytesIO(opened)) as picture:
        assert dict(picture.getexif()) == {}
    assert b"Quastenbein" not in opened
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM referrals_enclosure AS e")
        assert "Sunniva" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Diese Datei ist leer."),
        (b"GIF89a" + bytes(100), actions.SENTENCES[Refusal.OTHER]),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", actions.SENTENCES[Refusal.OTHER]),
        (samples.SCRIPT, actions.SENTENCES[Refusal.OTHER]),
        (b"\0\0\0\x18ftypheic" + bytes(99), "Fotos im Format HEIC kann nicht jeder öffnen."),
        (samples.a_letter() + samples.an_archive(), actions.SENTENCES[Refusal.MIXED]),
        (samples.locked("geheim", ""), "Dieses PDF ist mit einem Kennwort geschützt."),
        (samples.a_form(), "Dieses PDF ist ein Formular"),
        (samples.cut(samples.a_photo()), actions.SENTENCES[Refusal.BROKEN]),
        (samples.a_bomb(), "Dieses Bild hat mehr als 50 Millionen Bildpunkte."),
        (b"\xff\xd8\xff" + bytes(1_000_000), "Diese Datei ist größer als 1 MB."),
        (b"\xff\xd8\xff" + bytes(3_000_000), "Das ist zu viel auf einmal."),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(
    world: World, signed_in: SignIn, settings: Settings, folder: Path, raw: bytes, sentence: str
) -> None:
    family, browser = a_family(world), signed_in("demir")
    settings.LARGEST_FILE = 1_000_000
    keys = DataKey.objects.count()
    # The name claims to be a letter; what is inside decides.
    answer = browser.post(_page(family), _sent(raw, "brief.pdf", title="Ein Satz bleibt"))
    page = answer.content.decode()
    assert answer.status_code == (413 if len(raw) > 2_000_000 else 422)
    assert sentence in page
    assert answer.status_code == 413 or ("Ein Satz bleibt" in page and 'id="id_file_error"' in page)
    assert (Enclosure.objects.count(), DataKey.objects.count(), _lying(folder)) == (0, keys, [])


def test_nothing_chosen_and_two_at_once_are_asked_about(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    shown = _read(browser, family)
    for label in ("Foto aufnehmen", "Datei wählen"):
        # One of both is needed: neither says that it may be left out.
        assert f"{label}</label>" in shown
    nothing = browser.post(_page(family), {"once": ONCE})
    assert "Bitte nehmen Sie ein Foto auf oder wählen Sie eine Datei." in nothing.content.decode()
    both = {**_sent(samples.a_photo()), "photo": SimpleUploadedFile("b.jpg", samples.a_photo())}
    answer = browser.post(_page(family), both)
    assert (answer.status_code, Enclosure.objects.count()) == (422, 0)
    assert "nacheinander" in answer.content.decode()


class _Cut(io.BytesIO):
    """A body whose sender is gone after a part of it."""

    def read(self, size: int | None = -1) -> bytes:
        said = super().read(size)
        if not said:
            raise ConnectionResetError
        return said


@pytest.mark.parametrize("body", [io.BytesIO, _Cut])
def test_an_upload_that_is_cut_off_leaves_nothing(
    world: World, signed_in: SignIn, folder: Path, body: type[io.BytesIO]
) -> None:
    family, browser = a_family(world), signed_in("demir")
    browser.get(_page(family))
    head = (
        b'--x\r\nContent-Disposition: form-data; name="once"\r\n\r\n'
        + ONCE.encode()
        + b"\r\n--x\r\n"
        b'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    )
    came = head + samples.cut(samples.a_photo())
    browser.raise_request_exception = False
    wire: dict[str, Any] = {"wsgi.input": body(came), "CONTENT_LENGTH": str(len(came) + 5000)}
    kind = "multipart/form-data; boundary=x"
    answer = browser.generic("POST", _page(family), came, content_type=kind, **wire)
    assert answer.status_code in {400, 403, 422, 500}
    assert (Enclosure.objects.count(), _lying(folder)) == (0, [])


def test_far_too_much_is_heard_out_and_not_kept(
    world: World, signed_in: SignIn, settings: Settings
) -> None:
    settings.LARGEST_FILE = 100_000
    family, browser = a_family(world), signed_in("demir")
    came = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    came += bytes(500_000) + b"\r\n--x--\r\n"
    # A browser that is still sending when the answer comes shows an error of its own.
    body = io.BytesIO(came)
    wire: dict[str, Any] = {"wsgi.input": body}
    kind = "multipart/form-data; boundary=x"
    answer = browser.generic("POST", _page(family), came, content_type=kind, **wire)
    assert (answer.status_code, body.tell()) == (413, len(came))
    assert "wählen Sie eine kleinere Datei" in answer.content.decode()


def test_a_full_disk_is_said_and_leaves_nothing(
    world: World, signed_in: SignIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, browser = a_family(world), signed_in("demir")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = browser.post(_page(family), _sent(samples.a_photo()))
    assert answer.status_code == 422
    assert "Der Speicher des Dienstes ist voll." in answer.content.decode()
    assert (Enclosure.objects.count(), _lying(folder)) == (0, [])


def test_nothing_of_an_upload_touches_the_disk_in_the_clear(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no)
    assert conf.FILE_UPLOAD_HANDLERS == ["deploy.receiving.InMemoryHandler"]
    noise = Image.frombytes("RGB", (1200, 1000), os.urandom(3_600_000))
    written = io.BytesIO()
    noise.save(written, "PNG")
    assert len(written.getvalue()) > conf.FILE_UPLOAD_MAX_MEMORY_SIZE
    family = a_family(world)
    assert "Gespeichert, wird geprüft." in _send(signed_in("demir"), family, written.getvalue())


def test_whoever_is_not_signed_in_fills_no_memory(world: World) -> None:
    family = a_family(world)
    answer = Client().post(_page(family), _sent(samples.a_photo()))
    assert answer.status_code == 302
    assert list(answer.wsgi_request.FILES) == []


def test_others_learn_of_it_when_it_is_clean(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    photo = an_unscanned_photo(world, family)
    own, lead = signed_in("demir"), signed_in("nolte")
    she_says_what_for(world, family)
    address = f"/dateien/{photo.id}/"
    assert "Foto 1" not in _read(lead, family)
    assert lead.get(address).status_code == 404
    waits = own.get(address, follow=True)
    assert waits.redirect_chain == [(_page(family), 302)]
    assert actions.NOT_YET in waits.content.decode()
    with clamd.listening():
        jobs.scan(str(photo.id))
    page = _read(lead, family)
    assert "Foto 1: Küche" in page
    assert "Noch ungeprüft" not in page
    answer: Any = lead.get(address)
    assert (answer.status_code, answer.streaming) == (200, True)
    body = b"".join(answer)
    assert answer.headers["Content-Length"] == str(len(body))
    with Image.open(io.BytesIO(body)) as picture:
        assert picture.size == (32, 64)


def _read(browser: Client, family: Family) -> str:
    page = browser.get(_page(family), follow=True)
    assert page.status_code == 200, page.redirect_chain
    return page.content.decode()


def test_it_is_saved_under_the_merkwort_and_nothing_in_it_runs(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    a_photo(world, family)
    third = [a_photo(world, family) for _ in range(2)][-1]
    answer = signed_in("demir").get(f"/dateien/{third.id}/")
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment;")
    assert f"{family.word} Foto 3.jpg" in unquote(named)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Velmbrinker" not in str(answer.headers)
    entry = Entry.objects.filter(event="file.read").get()
    assert {third.id, family.id} <= set(entry.about)


def test_reading_a_file_asks_no_row_once_it_is_on_its_way(world: World, signed_in: SignIn) -> None:
    photo = a_photo(world, a_family(world))
    answer: Any = signed_in("demir").get(f"/dateien/{photo.id}/")
    with CaptureQueriesContext(connection) as asked:
        assert len(b"".join(answer)) == photo.size
    assert len(asked) == 0


def test_a_changed_file_is_not_handed_out_in_part(
    world: World, signed_in: SignIn, folder: Path
) -> None:
    family = a_family(world)
    photo = a_photo(world, family)
    (path,) = _lying(folder)
    raw = path.read_bytes()
    browser = signed_in("demir")
    for left in (raw[:-1] + bytes([raw[-1] ^ 1]), raw[: len(raw) // 2], None):
        path.unlink() if left is None else path.write_bytes(left)
        answer = browser.get(f"/dateien/{photo.id}/", follow=True)
        assert answer.redirect_chain == [(_page(family), 302)]
        assert "Die Datei ist beschädigt" in answer.content.decode()
    assert not Entry.objects.filter(event="file.read").exists()


def test_looking_ahead_opens_nothing(world: World, signed_in: SignIn) -> None:
    photo = a_photo(world, a_family(world))
    browser = signed_in("demir")
    assert browser.head(f"/dateien/{photo.id}/").status_code == 204
    ahead = browser.get(f"/dateien/{photo.id}/", headers={"Sec-Purpose": "prefetch"})
    assert ahead.status_code == 204
    assert not Entry.objects.filter(event="file.read").exists()


def test_strangers_learn_nothing_of_it(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    photo = a_photo(world, family)
    for who in ("overbeck", "kaya", "brandt", "sahin", "wolters", "seidel"):
        browser = signed_in(who)
        assert browser.get(f"/dateien/{photo.id}/").status_code == 404, who
        assert browser.get(_page(family)).status_code == 404, who
        assert browser.post(_page(family), _sent(samples.a_photo())).status_code == 404, who
        assert browser.post(f"/dateien/{photo.id}/entfernen/").status_code == 404, who
    assert Enclosure.objects.count() == 1


def test_a_photo_beside_a_plan_is_shared_with_its_providers_and_with_no_other(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, ("flex",))
    photo = a_photo_at_the_plan(world, aid)
    address, page = f"/dateien/{photo.id}/", f"/hilfen/{aid.id}/dateien/"
    for who in ("demir", "sahin", "brandt"):
        answer: Any = signed_in(who).get(address)
        assert answer.status_code == 200, who
        assert b"".join(answer).startswith(b"\x89PNG")
        assert "Wochenplan an der Wand" in signed_in(who).get(page).content.decode()
    for who in ("hartwig", "vogt", "overbeck"):
        assert signed_in(who).get(address).status_code == 404, who
        assert signed_in(who).get(page).status_code == 404, who
    assert "beim Hilfeplan" in _read(signed_in("demir"), aid.family)


def test_the_named_carer_adds_one_and_sees_nothing_of_the_offices(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, ("flex",))
    offices = a_photo(world, aid.family)
    carer, page = signed_in("sahin"), f"/hilfen/{aid.id}/dateien/"
    assert "Fotos und Dateien" in carer.get(f"/hilfen/{aid.id}/").content.decode()
    shown = carer.post(page, _sent(samples.a_photo()), follow=True).content.decode()
    assert "Gespeichert, wird geprüft." in shown
    assert "Noch ungeprüft" in shown
    assert "Küche" not in shown
    assert carer.get(f"/dateien/{offices.id}/").status_code == 404
    assert "Noch ungeprüft" not in signed_in("brandt").get(page).content.decode()


def test_a_provider_that_comes_later_does_not_read_what_lay_there_before(
    world: World, signed_in: SignIn
) -> None:
    aid = a_running_aid(world, ("flex",))
    before = a_photo_at_the_plan(world, aid)
    told_directly(world, aid.family, "haus-der-kulturen")
    house = world.town.providers["haus-der-kulturen"]
    with world.acting("demir") as by:
        joins = Aid.objects.get(id=aid.id)
        period = Period(by.today, share_of(aid, "flex").until_on, 60)
        told = Disclosure.objects.get(family=aid.family_id, provider=house).id
        aids.put_share(by=by, aid=joins, provider=house, account=told, period=period, is_lead=False)
    after = a_photo_at_the_plan(world, aid)
    newcomer = signed_in("aydin")
    seen = [newcomer.get(f"/dateien/{one.id}/").status_code for one in (before, after)]
    assert seen == [404, 200]


def test_an_ended_disclosure_ends_the_download_at_once(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, ("flex",))
    photo, carer = a_photo_at_the_plan(world, aid), signed_in("sahin")
    assert carer.get(f"/dateien/{photo.id}/").status_code == 200
    with world.acting("demir") as by:
        for told in Disclosure.objects.filter(family=aid.family_id):
            disclosures.end(by=by, disclosure=told)
    assert carer.get(f"/dateien/{photo.id}/").status_code == 404
    page = carer.get(f"/hilfen/{aid.id}/dateien/").content.decode()
    assert "Wochenplan" not in page
    assert 'type="file"' not in page
    assert carer.post(f"/hilfen/{aid.id}/dateien/", _sent(samples.a_photo())).status_code == 404
    assert signed_in("demir").get(f"/dateien/{photo.id}/").status_code == 200


def test_what_was_infected_is_gone_and_its_author_reads_so(
    world: World, signed_in: SignIn, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    family, browser = a_family(world), signed_in("demir")
    letter = samples.a_letter(words=samples.EICAR)
    _send(browser, family, letter, title="Brief")
    row = Enclosure.objects.get()
    with clamd.listening(), django_capture_on_commit_callbacks(execute=True):
        jobs.scan(str(row.id))
    row = again(row)
    assert (row.status, row.stored, row.title, _lying(folder)) == (Status.INFECTED, "", None, [])
    assert row.lock.wrapped is None
    page = _read(browser, family)
    assert "Schadsoftware gefunden" in page
    assert "Brief" not in page
    today = first_page(signed_in, "demir")
    assert f"{family.word}: Dokument entfernt, Schadsoftware gefunden" in today
    lead = signed_in("nolte")
    she_says_what_for(world, family)
    assert "Schadsoftware" not in _read(lead, family)
    browser.post(f"/dateien/{row.id}/entfernen/")
    assert "Schadsoftware" not in _read(browser, family)
    assert "Schadsoftware" not in first_page(signed_in, "demir")


def test_without_a_scanner_it_stays_unchecked_and_after_a_day_it_is_told(
    world: World, signed_in: SignIn
) -> None:
    photo = an_unscanned_photo(world, a_family(world))
    for _ in range(2):
        jobs.scan_waiting(0)
    assert again(photo).status == Status.UNSCANNED
    assert "Virenscanner" not in first_page(signed_in, "wolters")
    Enclosure.objects.filter(id=photo.id).update(uploaded_at=world.ago(days=1, hours=1))
    page = first_page(signed_in, "wolters")
    assert "Eine Datei wartet auf den Virenscanner, seit " in page
    assert photo.word not in page
    assert "Virenscanner" not in first_page(signed_in, "kowalski")
    with clamd.listening():
        jobs.scan_waiting(0)
    assert again(photo).status == Status.CLEAN
    assert "Virenscanner" not in first_page(signed_in, "wolters")


def test_a_damaged_file_does_not_hold_up_the_others(world: World, folder: Path) -> None:
    family = a_family(world)
    first = an_unscanned_photo(world, family)
    (path,) = _lying(folder)
    path.write_bytes(b"\x01" + bytes(99))
    second = an_unscanned_photo(world, family)
    with clamd.listening():
        jobs.scan_waiting(0)
    assert (again(first).status, again(second).status) == (Status.UNSCANNED, Status.CLEAN)


def test_the_author_takes_a_photo_back_on_the_same_day(
    world: World, signed_in: SignIn, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    family = a_family(world)
    photo, browser = a_photo(world, family), signed_in("demir")
    lead = signed_in("nolte")
    she_says_what_for(world, family)
    assert "Wieder entfernen" in _read(browser, family)
    assert "Wieder entfernen" not in _read(lead, family)
    assert lead.post(f"/dateien/{photo.id}/entfernen/").status_code == 404
    old = a_photo(world, family)
    Enclosure.objects.filter(id=old.id).update(uploaded_at=world.ago(days=2))
    assert browser.post(f"/dateien/{old.id}/entfernen/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/dateien/{photo.id}/entfernen/")
    assert again(photo).status == Status.REMOVED
    assert len(_lying(folder)) == 1
    assert browser.get(f"/dateien/{photo.id}/").status_code == 404


def test_a_photo_belongs_to_a_note_of_the_family(world: World, signed_in: SignIn) -> None:
    family, other, browser = a_family(world), a_family(world, name="Andere"), signed_in("demir")
    with world.acting("demir") as by:
        note = notes.note(by=by, text="Besuch am Abend.", family=family)
    page = browser.get(f"/familien/{family.id}/").content.decode()
    address = f"{_page(family)}?notiz={note.id}"
    assert f'href="{address}"' in page
    assert browser.post(address, _sent(samples.a_photo())).status_code == 302
    assert Enclosure.objects.get().note == note
    assert "zu einer Notiz" in _read(browser, family)
    foreign = f"{_page(other)}?notiz={note.id}"
    assert browser.post(foreign, _sent(samples.a_drawing())).status_code == 404
    with world.acting("demir") as by, pytest.raises(PermissionDenied):
        actions.attach(by=by, family=other, note=note, content=samples.a_drawing())


def test_what_has_no_row_is_swept_away(world: World, folder: Path) -> None:
    photo = a_photo(world, a_family(world))
    name = files.new_name()
    files.write(name, photo.id, photo.lock, [b"ohne Zeile"])
    jobs.sweep(0)
    assert len(_lying(folder)) == 2
    old = world.ago(hours=2).timestamp()
    for path in _lying(folder):
        os.utime(path, (old, old))
    jobs.sweep(0)
    assert [path.name for path in _lying(folder)] == [photo.stored]
    assert Entry.objects.get(event="file.swept").facts == {"count": 1}


def test_a_folder_of_another_database_is_not_swept(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = a_photo(world, a_family(world))
    old = world.ago(hours=2).timestamp()
    for _ in range(3):
        name = files.new_name()
        files.write(name, photo.id, photo.lock, [b"ohne Zeile"])
        os.utime(files._path(name), (old, old))
    monkeypatch.setattr(jobs, "MOST_SWEPT", 2)
    jobs.sweep(0)
    assert len(_lying(folder)) == 4
    monkeypatch.setattr(jobs, "MOST_SWEPT", 3)
    jobs.sweep(0)
    assert len(_lying(folder)) == 1


def test_a_list_asks_the_same_number_of_times(world: World, signed_in: SignIn) -> None:
    family, browser = a_family(world), signed_in("demir")
    asked = []
    for _ in range(2):
        a_photo(world, family)
        browser.get(_page(family))
        with CaptureQueriesContext(connection) as queries:
            browser.get(_page(family))
        asked.append(len(queries))
        a_photo(world, family)
    assert asked[0] == asked[1]


def test_only_the_clock_looks_for_malware(world: World) -> None:
    photo = an_unscanned_photo(world, a_family(world))
    with world.acting("wolters") as by, pytest.raises(PermissionDenied):
        actions.scan(by=by, enclosure=photo)
    assert again(photo).status == Status.UNSCANNED


def test_a_photo_sent_while_the_page_is_locked_is_asked_for_again(
    world: World, signed_in: SignIn
) -> None:
    family, browser = a_family(world), signed_in("demir")
    assert "ist nicht angekommen" not in _read(browser, family)
    later(browser, 11)
    answer: Any = browser.post(_page(family), _sent(samples.a_photo(), title="Küche"))
    assert answer.status_code == 423
    shows_a_factor(browser)
    page = browser.get(answer.context["sheet"].back).content.decode()
    assert "Das Foto oder die Datei ist nicht angekommen" in page
    assert 'value="Küche"' in page
    assert Enclosure.objects.count() == 0
