"""The way of an enquiry through its pages: written, sent, offered, chosen, told, accepted."""

from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from referrals.disclosures.flow import Status as Told
from referrals.disclosures.models import Disclosure
from referrals.enquiries.flow import Status
from referrals.enquiries.models import Enquiry, Matter
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.disclosures import a_law
from tests.stages.enquiries import NEED, PROFILE, copy_of, write
from tests.stages.families import a_family
from tests.world import World


def test_from_the_family_to_the_provider_who_takes_it_on(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    worker, brandt = signed_in("demir"), signed_in("brandt")
    enquiry = _sent(worker, world, family)
    _offered(brandt, world, enquiry)
    _chosen(worker, enquiry)
    told = _tell(worker, world, family, enquiry)
    sheet = brandt.get(reverse("disclosure", args=[told.id])).content.decode()
    assert "Mirabai Velmbrinker" in sheet
    assert "Hundekehrgasse" not in sheet
    carer = world.town.people["sahin"]
    accept = {"carer": str(carer.id), "no_conflict": "on"}
    assert brandt.post(reverse("disclosure", args=[told.id]), accept).status_code == 302
    told.refresh_from_db()
    enquiry.refresh_from_db()
    assert (told.status, enquiry.status) == (Told.ACCEPTED, Status.PLACED)
    assert signed_in("sahin").get(reverse("disclosure", args=[told.id])).status_code == 200
    assert signed_in("vogt").get(reverse("disclosure", args=[told.id])).status_code == 404
    assert "Mirabai" not in signed_in("vogt").get(reverse("received")).content.decode()


def _sent(worker: Client, world: World, family: Family) -> Enquiry:
    assert write(worker, world, family).status_code == 302
    enquiry = Matter.objects.get(family=family).enquiry
    assert (enquiry.children, enquiry.age_bands) == (2, ["3-5", "10-13"])

    page = worker.get(reverse("enquiry", args=[enquiry.id]))
    assert "Wer kommt in Frage" in page.content.decode()
    flex = world.town.providers["flex"]
    send = reverse("enquiry_send", args=[enquiry.id])
    shown = worker.get(f"{send}?{urlencode({'providers': flex.id})}")
    preview = shown.content.decode()
    assert "Das verlässt das Haus" in preview
    assert NEED in preview
    seen = {"providers": [flex.id], "digest": shown.context["sheet"].digest}
    assert worker.post(send, seen).status_code == 302

    return enquiry


def _offered(brandt: Client, world: World, enquiry: Enquiry) -> None:
    copy = copy_of(enquiry, "flex")
    inbox = brandt.get(reverse("enquiries")).content.decode()
    assert "030 23125-101" in inbox
    assert "tel:03023125101" in inbox
    assert brandt.get(reverse("copy", args=[copy.id])).status_code == 200
    offered = {
        "offered_from": str(world.actor("demir").today),
        "week_minutes": "4:30",
        "profile": PROFILE,
        "seen": "sent",
    }
    assert brandt.post(reverse("offer", args=[copy.id]), offered).status_code == 302


def _chosen(worker: Client, enquiry: Enquiry) -> None:
    copy = copy_of(enquiry, "flex")
    page = worker.get(reverse("enquiry", args=[enquiry.id])).content.decode()
    assert "anders als angefragt" in page
    choose = reverse("enquiry_choose", args=[enquiry.id])
    assert worker.get(choose).status_code == 200
    chosen = {f"chosen_{copy.id}": "on", f"hours_{copy.id}": "4:30", "wish": "Nachmittags"}
    assert worker.post(choose, chosen).status_code == 302


def _tell(worker: Client, world: World, family: Family, enquiry: Enquiry) -> Disclosure:
    copy = copy_of(enquiry, "flex")
    new = reverse("disclosure_new", args=[copy.id])
    assert "Es fehlt eine Grundlage" in worker.get(new).content.decode()
    basis = a_law(world, family)
    picked = {"basis": str(basis.id), "package": "aid"}
    preview = worker.get(new, picked)
    assert "Das erfährt FleX" in preview.content.decode()
    digest = preview.context["preview"].digest
    assert worker.post(new, {**picked, "digest": digest}).status_code == 302
    return Disclosure.objects.get(copy=copy)
