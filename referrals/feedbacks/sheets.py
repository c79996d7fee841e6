"""What is read out on the telephone, word for word."""

from dataclasses import dataclass
from uuid import UUID

from audit.clock import day, day_text, moment_text
from referrals.feedbacks.models import Feedback
from referrals.intakes.models import Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSheet:
    """Whom to call about which report, and the sentences once they are given; no family is named."""

    id: UUID
    received: str
    category: str
    sentences: tuple[str, ...]
    given: str


def sheet(intake: Intake) -> FeedbackSheet:
    """Make the sheet of one report."""
    given = Feedback.objects.filter(intake=intake).select_related("given_by").first()
    return FeedbackSheet(
        id=intake.id,
        received=day_text(day(intake.received_at)),
        category=intake.reporter_category.name,
        sentences=_sentences(given) if given else (),
        given=f"{given.given_by.display_name}, {moment_text(given.given_at)}" if given else "",
    )


def _sentences(given: Feedback) -> tuple[str, ...]:
    not_confirmed, not_acted = "" if given.confirmed else "nicht ", "" if given.acted else "nicht "
    still = "noch tätig" if given.acts_still else "nicht mehr tätig"
    return (
        f"Die Anhaltspunkte, die Sie mitgeteilt haben, haben sich {not_confirmed}bestätigt.",
        f"Das Jugendamt ist zum Schutz des Kindes {not_acted}tätig geworden.",
        f"Das Jugendamt ist {still if given.acted else 'nicht tätig'}.",
    )
