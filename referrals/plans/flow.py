"""How a version of a care plan and a goal go their way; the words of signatures and ratings."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a version of a care plan stands."""

    DRAFTING = "drafting", "In Arbeit"
    CIRCULATED = "circulated", "Zur Durchsicht"
    IN_FORCE = "in_force", "Gilt"
    REPLACED = "replaced", "Ersetzt"
    ENDED = "ended", "Beendet"


# Begun and not yet decided on; a plan has at most one of these.
IN_WORK = (Status.DRAFTING, Status.CIRCULATED)

FLOW = Flow(
    "plan_version",
    "Fassung eines Hilfeplans",
    Status.DRAFTING,
    {
        Status.DRAFTING: frozenset({Status.CIRCULATED}),
        Status.CIRCULATED: frozenset({Status.DRAFTING, Status.IN_FORCE}),
        Status.IN_FORCE: frozenset({Status.REPLACED, Status.ENDED}),
        Status.REPLACED: frozenset(),
        Status.ENDED: frozenset(),
    },
)


class GoalStatus(models.TextChoices):
    """What became of a goal."""

    AGREED = "agreed", "Vereinbart"
    ACHIEVED = "achieved", "Erreicht"
    PARTLY = "partly", "Teilweise erreicht"
    MISSED = "missed", "Nicht erreicht"
    DROPPED = "dropped", "Nicht weiter verfolgt"


GOAL_FLOW = Flow(
    "goal",
    "Ziel",
    GoalStatus.AGREED,
    {
        GoalStatus.AGREED: frozenset(
            {GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.MISSED, GoalStatus.DROPPED}
        ),
        GoalStatus.ACHIEVED: frozenset({GoalStatus.AGREED}),
        GoalStatus.PARTLY: frozenset({GoalStatus.AGREED, GoalStatus.ACHIEVED}),
        GoalStatus.MISSED: frozenset({GoalStatus.AGREED}),
        GoalStatus.DROPPED: frozenset({GoalStatus.AGREED}),
    },
)


class SignatureState(models.TextChoices):
    """How a person stands to a version; the plan is no contract, nobody's missing signature stops the help."""

    SIGNED = "signed", "unterschrieben"
    ORAL = "oral", "mündlich einverstanden"
    UNWILLING = "unwilling", "möchte nicht"
    PENDING = "pending", "folgt"


# They agreed to a text; when the text is taken back to work, they have not agreed to the next one.
AGREED = frozenset({SignatureState.SIGNED, SignatureState.ORAL})


class Word(models.TextChoices):
    """The five words of a rating; kept as words, numbers appear only in reports."""

    MUCH_BETTER = "much_better", "deutlich besser"
    BETTER = "better", "besser"
    SAME = "same", "gleich"
    WORSE = "worse", "schlechter"
    MUCH_WORSE = "much_worse", "deutlich schlechter"


# How the states look on pages.
KINDS = {
    Status.DRAFTING: "warning",
    Status.CIRCULATED: "info",
    Status.IN_FORCE: "success",
    Status.REPLACED: "quiet",
    Status.ENDED: "quiet",
}
GOAL_KINDS = {
    GoalStatus.AGREED: "info",
    GoalStatus.ACHIEVED: "success",
    GoalStatus.PARTLY: "success",
    GoalStatus.MISSED: "warning",
    GoalStatus.DROPPED: "quiet",
}
# As the list of signatures names the states.
SIGNATURES = {
    SignatureState.SIGNED: "signed",
    SignatureState.ORAL: "oral",
    SignatureState.UNWILLING: "refused",
    SignatureState.PENDING: "open",
}
