"""Two people sign at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audit.deeds import NotPossibleError
from referrals.intakes import actions
from referrals.intakes.models import Danger, Intake
from tests.stages.intakes import an_intake
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_one_of_two_signs_and_the_other_reads_why_not(world: World) -> None:
    intake = an_intake(world, danger=Danger.YES)
    start = Barrier(2)

    def sign(who: str) -> str:
        start.wait(timeout=10)
        try:
            with world.acting(who) as by:
                actions.confirm(by=by, intake=intake)
        except NotPossibleError as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(sign, ["kaya", "helmich"]))
    assert said == ["", "Diese Meldung haben schon zwei Personen eingeschätzt."]
    assert Intake.objects.get().confirmed_by is not None
