"""The app as Django knows it."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.actor import Actor
    from accounts.models import User
    from accounts.rights.sheets import ExceptionLine


class ReferralsConfig(AppConfig):
    """The way of a family from first contact to the end of help."""

    name = "referrals"

    def ready(self) -> None:
        """Tell the floor below who was let in to single families, for the page of rights, end it with
        the access, and say which drafts are about families that keep their author away.
        """
        from accounts.drafts.access import tell_what_belongs  # models must be there first
        from accounts.hooks import end_along  # models must be there first
        from accounts.rights.sheets import tell_exceptions  # models must be there first

        tell_exceptions(_let_in_by_hand)
        end_along(_let_out)
        tell_what_belongs(_of_families_kept_away)


def _of_families_kept_away(by: "Actor") -> "tuple[UUID, ...]":
    from referrals.conflicts import access  # models must be there first

    return access.belonging_to(by.blocked)


def _let_out(by: "Actor", person: "User") -> None:
    from referrals.stand_ins import access, actions  # models must be there first

    if access.is_let_in(person):
        actions.end_with_access(by=by, person=person)


def _let_in_by_hand(by: "Actor") -> "tuple[ExceptionLine, ...]":
    from django.urls import reverse

    from accounts.rights.sheets import ExceptionLine  # models must be there first
    from referrals.stand_ins import access, actions

    return tuple(
        ExceptionLine(
            title=line.title,
            text=line.text,
            end_href=reverse("grant_end", args=[line.id]) if line.may_end else "",
        )
        for line in (actions.look_through(by=by) if access.may_look_through(by) else ())
    )
