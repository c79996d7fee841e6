"""The one line at the head of a page: by which right somebody sees this family."""

from referrals.families.flow import Way

SENTENCES = {
    Way.SECOND: "Sie sehen diese Familie als zweite Fachkraft.",
    Way.DEPUTY: "Sie sehen diese Familie als Vertretung für {name} bis {until}.",
    Way.STAND_IN: "Sie sehen diese Familie als eingerichtete Vertretung für {name} bis {until}.",
    Way.RELEASE: "Sie sehen diese Familie als Teamleitung. Hier wartet etwas auf Sie.",
    Way.LEAD: "Sie sehen diese Familie als Teamleitung. Angegebener Zweck: {purpose}.",
    Way.NAMED: "Sie dürfen in dieser Familie mitlesen bis {until}.",
    Way.SAMPLE: "Sie sehen diese Familie als Prüfstichprobe bis {until}.",
    Way.ON_CALL: "Sie sehen diese Familie in der Bereitschaft.",
    Way.EMERGENCY: "Sie sehen diese Familie durch einen Notzugriff. Er wird festgehalten und besprochen.",
}


def sentence(way: Way, *, name: str = "", until: str = "", purpose: str = "") -> str:
    """Say by which right somebody reads; nothing where it is their own family."""
    return SENTENCES.get(way, "").format(name=name, until=until, purpose=purpose)
