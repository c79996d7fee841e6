"""Sampled people as the family's file takes them."""

from deploy.town.shapes import SampledAdult, SampledChild
from providers.codes.models import Code, List
from referrals.families.models import NewPerson, Relation

UNBORN = "ungeborenes Kind"
RELATIONS = {"mother": Relation.MOTHER, "father": Relation.FATHER}


def adult_of(adult: SampledAdult) -> NewPerson:
    """Give a grown-up as the form of a new family would; one whom nobody can name has no language."""
    language = None if not adult.known else _language(adult.language)
    return NewPerson(
        relation=RELATIONS.get(adult.relation, Relation.OTHER),
        first_name=adult.first_name,
        last_name=adult.surname,
        born=adult.born_on,
        number=adult.phone,
        language=language,
        needs_interpreter=adult.needs_interpreter and language is not None,
    )


def child_of(child: SampledChild) -> NewPerson:
    """Give a child with its custody and own facts; an unborn one has an expected day."""
    custody = Code.objects.filter(list=List.CUSTODY, code=child.custody).first()
    return NewPerson(
        relation=Relation.CHILD,
        first_name=child.first_name or UNBORN,
        last_name=child.surname,
        born=child.born_on,
        expected=child.expected_on,
        facts="; ".join(child.own_facts),
        custody=custody,
    )


def _language(code: str) -> Code | None:
    return Code.objects.filter(list=List.LANGUAGE, code=code).first()
