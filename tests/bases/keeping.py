"""What is typed to keep a ground."""

from referrals.bases import sums
from referrals.families.models import Family, Person
from tests.world import World

LAW = {"topic": "aid", "paragraph": "§ 61 Abs. 3, § 64 SGB VIII", "provider": "", "until_on": ""}


def place(family: Family, kind: str) -> str:
    """Give the address of the form of a kind."""
    return f"/familien/{family.id}/grundlage/?art={kind}"


def consent(world: World, mother: Person, **overrides: str) -> dict[str, str]:
    """Give what a worker types: the mother consents to telling the school."""
    given = {
        "giver": str(mother.id),
        "topic": "school",
        "provider": "",
        "recipient": "Grundschule am Wilhelmsplatz",
        "given_on": world.actor("demir").today.isoformat(),
        "until_on": sums.a_year_later(world.actor("demir").today).isoformat(),
    }
    return given | overrides
