"""The gate finds a person's own families by indexes, so that a list costs the same in any office."""

import pytest
from django.db import connection

from referrals.families.models import Family
from tests.stages.aids import LEAD, a_running_aid
from tests.stages.stand_ins import a_grant
from tests.world import WORKER, World


@pytest.mark.parametrize("who", [WORKER, LEAD, "overbeck"])
def test_no_list_of_families_reads_those_of_everybody(world: World, who: str) -> None:
    """With whole tables forbidden where anything else helps, none of the families is read whole."""
    family = a_running_aid(world).family
    a_grant(world, LEAD, family, "overbeck")
    with world.acting(who) as actor, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        seen = Family.objects.visible_to(actor)
        assert family in seen
        assert "Seq Scan on referrals_family" not in seen.explain()
