"""The app as Django knows it."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.rights.sheets import ExceptionLine


class ReferralsConfig(AppConfig):
    """The way of a family from first contact to the end of help."""

    name = "referrals"

    def ready(self) -> None:
        """Tell the floor below who was let in to single families, for the page of rights."""
        from accounts.rights import sheets  # models must be there first

        sheets.tell_exceptions(_let_in_by_hand)


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
