"""Deeds that keep the grounds on which something may be told; withdrawing one belongs to what rests on it."""

from datetime import date
from uuid import UUID

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection.sealing import Clear, clear
from providers.register.models import Provider
from referrals.bases import events, sheets, sums
from referrals.bases.models import Basis, Kind, Topic
from referrals.families import sheets as families
from referrals.families.access import may_keep
from referrals.families.models import Family, Person, Relation

TO_NOBODY = "Bitte geben Sie an, wer etwas erfahren darf: einen Träger oder eine andere Stelle."
TOO_YOUNG = "Bitte fragen Sie, wer die Sorge hat. Kinder willigen ab 14 Jahren selbst ein."
NOT_OF_THE_FAMILY = "Bitte wählen Sie eine Person dieser Familie."
GIVEN_LATER = (
    "Dieser Tag liegt in der Zukunft. Bitte halten Sie die Grundlage fest, wenn sie vorliegt."
)
ALREADY = "Diese Grundlage steht schon in der Akte. Eine zweite brauchen Sie nicht."
TOO_LONG = "Das ist zu lang: höchstens drei Jahre. Danach holen Sie sie bitte neu ein."
ENDS_BEFORE = "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Tage."


@deed
def keep_law(  # noqa: PLR0913  # what the form of a statutory ground asks
    *,
    by: Actor,
    family: Family,
    topic: Topic,
    paragraph: str,
    provider: Provider | None = None,
    until_on: date | None = None,
    id: UUID | None = None,
) -> Basis:
    """Keep that the law itself lets a provider learn what its task needs."""
    must(may_keep(by, family))
    if not paragraph.strip():
        raise NotPossibleError("Bitte wählen Sie die Vorschrift.", field="paragraph")
    basis = Basis(
        kind=Kind.LAW,
        topic=topic,
        paragraph=paragraph.strip(),
        provider=provider,
        given_on=by.today,
        until_on=until_on,
    )
    return _keep(by, family, basis, id=id)


@deed
def keep_consent(  # noqa: PLR0913  # what the form of a consent asks
    *,
    by: Actor,
    family: Family,
    giver: Person,
    topic: Topic,
    provider: Provider | None = None,
    recipient: str = "",
    given_on: date | None = None,
    until_on: date | None = None,
    id: UUID | None = None,
) -> Basis:
    """Keep that a person of the family consents to telling somebody about one topic; for a year by default."""
    must(may_keep(by, family))
    basis = _given(by, Kind.CONSENT, topic, (provider, recipient), (given_on, until_on))
    return _keep(by, family, basis, giver, id=id)


@deed
def keep_release(  # noqa: PLR0913  # what the form of a release asks
    *,
    by: Actor,
    family: Family,
    giver: Person,
    topic: Topic,
    provider: Provider | None = None,
    recipient: str = "",
    given_on: date | None = None,
    until_on: date | None = None,
    id: UUID | None = None,
) -> Basis:
    """Keep that a person of the family releases somebody from secrecy about one topic; for a year by default."""
    must(may_keep(by, family))
    basis = _given(by, Kind.RELEASE, topic, (provider, recipient), (given_on, until_on))
    return _keep(by, family, basis, giver, id=id)


def _given(
    by: Actor,
    kind: Kind,
    topic: Topic,
    to: tuple[Provider | None, str],
    days: tuple[date | None, date | None],
) -> Basis:
    """Make the row of a ground that a person gave."""
    provider, recipient = to
    if provider is None and not recipient.strip():
        raise NotPossibleError(TO_NOBODY, field="recipient")
    given_on = days[0] or by.today
    return Basis(
        kind=kind,
        topic=topic,
        provider=provider,
        recipient=clear(recipient),
        given_on=given_on,
        until_on=days[1] or sums.a_year_later(given_on),
    )


def _check_giver(by: Actor, family: Family, giver: Person) -> None:
    """Refuse a giver of another family, or one whom nobody asks for a consent yet."""
    if giver.family_id != family.id:
        raise NotPossibleError(NOT_OF_THE_FAMILY, field="giver")
    age = families.age_of(giver, by.today)
    if not sums.old_enough_to_consent(age, giver.relation == Relation.CHILD):
        raise NotPossibleError(TOO_YOUNG, field="giver")


def _keep(
    by: Actor, family: Family, basis: Basis, giver: Person | None = None, *, id: UUID | None
) -> Basis:
    """Check the rest, seal under the family's key, write and record."""
    if giver:
        _check_giver(by, family, giver)
    if basis.given_on > by.today:
        raise NotPossibleError(GIVEN_LATER, field="given_on")
    if basis.until_on and basis.until_on < basis.given_on:
        raise NotPossibleError(ENDS_BEFORE, field="until_on")
    if giver and basis.until_on and basis.until_on > sums.at_most_until(basis.given_on):
        raise NotPossibleError(TOO_LONG, field="until_on")
    basis.family, basis.lock, basis.giver, basis.kept_by = family, family.lock, giver, by.user
    recipient = basis.recipient.text if isinstance(basis.recipient, Clear) else ""
    # The same form sent twice is answered by its identity.
    is_new = id is None or not Basis.objects.filter(id=id).exists()
    if is_new and sheets.is_kept(basis, recipient):
        raise NotPossibleError(ALREADY)
    basis.id = id or basis.id
    basis.save(force_insert=True)
    trail.record(
        events.KEPT, by=by, about=[basis, family], facts={"kind": basis.kind, "topic": basis.topic}
    )
    return basis
