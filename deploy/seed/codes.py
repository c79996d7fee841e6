"""Words of the sampled town and what they are called in the service."""

from referrals.bases.models import Topic
from referrals.decisions.models import Kind
from referrals.disclosures.models import Field
from referrals.intakes.flow import Status as IntakeStatus
from referrals.intakes.models import Danger, Urgency

URGENCIES = {"none": Urgency.NORMAL, "7d": Urgency.WEEK, "24h": Urgency.DAY, "at_once": Urgency.NOW}
DANGERS = {"no": Danger.NO, "possible": Danger.YES, "unclear": Danger.UNCLEAR}
OUTCOMES = {
    "counselling": IntakeStatus.COUNSELLING,
    "forwarded": IntakeStatus.FORWARDED,
    "no_need": IntakeStatus.NO_NEED,
    "risk_assessment": IntakeStatus.COUNSELLING,
}
TOPICS = {
    "provider": Topic.AID,
    "school": Topic.SCHOOL,
    "day_care": Topic.SCHOOL,
    "doctor": Topic.HEALTH,
}
KINDS = {"new": Kind.NEW, "extension": Kind.EXTEND, "change": Kind.CHANGE}
LAW = "§ 61 Abs. 3, § 64 SGB VIII, § 69 SGB X"
RECIPIENTS = {
    "school": "Schule der Kinder",
    "day_care": "Kita der Kinder",
    "doctor": "Praxis der Familie",
    "provider": "Träger der Hilfe",
}
GROUNDS = {
    "new": "Die Hilfe ist geeignet und nötig. Die Familie hat sie beantragt und will mitarbeiten.",
    "extension": "Die Ziele sind auf gutem Weg, aber noch nicht gesichert.",
    "change": "Der Bedarf hat sich geändert. Der Umfang wird angepasst.",
}


TOLD = {
    "people": (Field.CHILDREN, Field.ADULTS),
    "telephone": (Field.NUMBERS,),
    "custody": (Field.CUSTODY,),
    "languages": (Field.LANGUAGES,),
    "situation": (Field.NEED,),
    "address": (Field.ADDRESS,),
    "school": (Field.FACTS,),
    "health": (Field.FACTS,),
}


def told_fields(sampled: tuple[str, ...]) -> set[Field]:
    """Give the lines that a provider is told; always who is responsible at the office."""
    return {Field.WORKER, *(field for name in sampled for field in TOLD.get(name, ()))}
