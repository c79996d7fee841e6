"""Every address that takes a form: what a person types there, and what a second sending meets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.models import Mandate
from accounts.roles import Role
from providers.codes.models import List
from referrals.disclosures.models import PACKAGES, Package
from referrals.disclosures.sheets import lines_of
from referrals.disclosures.sums import digest
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy
from referrals.enquiries.sheets import outgoing
from referrals.intakes.models import Danger
from referrals.plans.flow import Word
from referrals.resting import actions as resting
from tests.files import samples
from tests.stages import aids
from tests.stages.disclosures import a_law
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.hours import a_visit
from tests.stages.intakes import an_intake
from tests.stages.plans import TEXTS, a_plan_in_force, plan_of
from tests.stages.whole import Whole
from tests.twice.pages import Chosen

type Typed = Callable[[Whole], Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Who sends a form, about what, and what is typed."""

    who: str = "demir"
    typed: Mapping[str, object] | Typed = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    # What has to be there first; gives the things of the address that it made.
    before: Callable[[Whole], Mapping[str, Any]] | None = None

    def text(self, whole: Whole) -> Mapping[str, object]:
        """Give what is typed."""
        return self.typed(whole) if callable(self.typed) else self.typed


def _in_days(days: int) -> Typed:
    return lambda whole: {"on": whole.world.actor("demir").today + timedelta(days=days)}


def _tonight(whole: Whole) -> dict[str, object]:
    first = whole.world.ago(days=-3).strftime("%Y-%m-%dT18:00")
    last = whole.world.ago(days=-4).strftime("%Y-%m-%dT08:00")
    return {"from_at": first, "until_at": last}


def _seen(whole: Whole) -> dict[str, object]:
    flex = whole.world.town.providers["flex"]
    with whole.world.acting("demir") as by:
        shown = outgoing(whole.sued.draft, [flex], by)
    return {"providers": flex.id, "digest": shown.digest}


def _carer(whole: Whole) -> dict[str, object]:
    return {"carer": whole.world.town.people["sahin"].id, "no_conflict": "on"}


def _confided(whole: Whole) -> dict[str, object]:
    family = whole.sued.family.id
    return {"text": "Er hat Angst.", "other": "Ottokar", "confided": "on", "family": family}


def _told(whole: Whole, copy: Copy | None = None) -> dict[str, object]:
    until = whole.world.actor("demir").today + timedelta(days=30)
    # Directly a provider is told once on one ground.
    law = whole.sued.law if copy else a_law(whole.world, whole.sued.family, until_on=until)
    flex = whole.world.town.providers["flex"].id
    with whole.world.acting("demir") as by:
        lines = lines_of(law.family_id, PACKAGES[Package.AID], by, copy)
    seen = {"digest": digest(lines)}
    return {"provider": flex, "basis": law.id, "package": Package.AID, **seen}


ALWAYS = Chosen("IMG_0001.jpg", samples.a_photo())
NEXT = {"version": "next_version"}
HOUSEHOLD = {
    "name": "Wanderspecht",
    "adults-1-first_name": "Undine",
    "children-1-first_name": "Kolumban",
}


# Sent twice from the same page they store once, and the second answer leads where the first did.
def _nobody_asks(whole: Whole) -> Mapping[str, Any]:
    """Answer what waits, so that the same file can be asked for again."""
    with whole.world.acting("kowalski") as by:
        resting.answer(by=by, inspection=whole.sued.inspection, agreed=False)
    return {}


ONCE: dict[str, tuple[Sending, ...]] = {
    "hours_new": (Sending(who="sahin", typed={"minutes": "1:30", "note": "Gekocht."}),),
    "hold_new": (Sending(who="rehm", typed={"reason": "court"}),),
    "access_logs": (
        Sending(
            who="rehm",
            typed=lambda whole: {
                "word": whole.mitte.sheltered.word,
                "from_on": whole.world.actor("rehm").today,
                "words": "Wer hat die Akte gelesen?",
            },
        ),
    ),
    "resting": (
        Sending(
            who="rehm",
            typed=lambda whole: {"word": whole.sued.at_rest.word, "reason": "biography"},
            before=_nobody_asks,
        ),
    ),
    "hours_team": (Sending(who="sahin", typed={"minutes": "0:45"}),),
    "measure_new": (
        Sending(
            who="overbeck",
            typed=lambda whole: {
                "who": "Ottokar, sechs Jahre",
                "danger": "Er lief allein auf der Straße.",
                "alone": "Es war nachts.",
                "taken_at": whole.world.ago(hours=1).strftime("%Y-%m-%dT%H:%M"),
            },
        ),
    ),
    "access_request_new": (
        Sending(who="ullrich", typed={"requester": "Undine Wanderspecht", "contact": "holt es ab"}),
    ),
    "roster": (Sending(who="nolte", typed=_tonight),),
    "note_new": (
        Sending(typed={"text": "Die Schule bittet um Rückruf.", "family": ""}),
        Sending(typed={"text": "Die Schule bittet um Rückruf."}),
        Sending(typed=_confided),
    ),
    "disclosure_direct": (Sending(typed=_told),),
    "dispute_new": (Sending(typed={"statement": "Das war anders."}),),
    "restriction_new": (Sending(),),
    "information": (Sending(),),
    "unsealing_new": (Sending(who="nolte", typed={"why": "Die Schule meldet blaue Flecken."}),),
    "intake_new": (Sending(typed={"matter": "Ein Kind weint abends lange."}),),
    "intake_feedback": (Sending(about={"intake": "intake_of_a_school"}),),
    "contact_new": (Sending(),),
    "family_files": (Sending(typed={"file": ALWAYS}), Sending(typed={"photo": ALWAYS})),
    "aid_files": (Sending(who="sahin", typed={"file": ALWAYS, "title": "Wochenplan"}),),
    "family_new": (Sending(typed=HOUSEHOLD),),
    "person_new": (Sending(typed={"first_name": "Kolumban"}),),
    "basis_new": (
        Sending(query="?art=law"),
        Sending(query="?art=consent", typed={"recipient": "Schule", "provider": ""}),
        Sending(query="?art=release", typed={"recipient": "Schule", "provider": ""}),
    ),
    "enquiry_new": (Sending(typed={"need": "Ruhige Abende.", "week_minutes": "3"}),),
    "goal_new": (Sending(typed={"text": "Alle frühstücken zusammen."}, about=NEXT),),
    "task_new": (
        Sending(
            typed=lambda whole: {
                "who": "Mutter",
                "what": "Deckt den Tisch.",
                "due_on": whole.world.actor("demir").today + timedelta(days=30),
            },
            about=NEXT,
        ),
    ),
    "offer": (
        Sending(
            who="brandt",
            typed=lambda whole: {
                "offered_from": whole.world.actor("demir").today,
                "week_minutes": "3",
                "profile": "Fachkraft mit Erfahrung",
            },
            about={"copy": "copy_sent"},
        ),
    ),
    "point_new": (Sending(who="brandt", typed={"text": "Wie geht es in den Ferien?"}),),
    "goal_rate": (Sending(who="brandt", typed={"word": Word.WORSE}),),
    "ask_back": (
        Sending(
            who="brandt", typed={"text": "Wie weit ist die Schule?"}, about={"copy": "copy_sent"}
        ),
        Sending(who="brandt", typed={"text": "Und der Hort?"}, about={"copy": "copy_asking"}),
    ),
    "answer_question": (Sending(typed={"text": "Zehn Minuten."}, about={"copy": "copy_asking"}),),
    "visit_new": (
        Sending(who="sahin", typed=lambda whole: {**_in_days(5)(whole), "time": "10:00"}),
    ),
}


def _open_intake(whole: Whole) -> dict[str, Any]:
    return {"intake": an_intake(whole.world, danger=Danger.NO)}


def _begun_later(whole: Whole) -> dict[str, Any]:
    return {"aid": aids.an_approved_aid(whole.world, family=whole.sued.family)}


def _past_visit(whole: Whole) -> dict[str, Any]:
    visit = a_visit(whole.world, whole.sued.share, whole.world.ago(days=1, hours=3))
    return {"visit": visit}


def _ending(whole: Whole) -> dict[str, object]:
    reason = whole.world.code(List.ENDING_REASON, "10")
    return {"reason": reason.id, "ended_on": whole.world.actor("demir").today}


def _without_waiting(whole: Whole) -> dict[str, Any]:
    return {"aid": aids.a_running_aid(whole.world, family=whole.sued.family, since=30)}


def _chosen(whole: Whole) -> dict[str, object]:
    copy = whole.sued.copy_offered.id
    return {f"chosen_{copy}": "on", f"hours_{copy}": "2", "lead": copy}


def _copy_to_be_told(whole: Whole) -> dict[str, Any]:
    enquiry = a_chosen_enquiry(whole.world, whole.sued.family, {"flex": 60})
    return {"copy": copy_of(enquiry, "flex")}


def _told_of_copy(whole: Whole) -> dict[str, object]:
    chosen = Copy.objects.select_related("enquiry__lock").filter(
        status=CopyStatus.CHOSEN, enquiry__matter__family=whole.sued.family, disclosures=None
    )
    return _told(whole, chosen.get())


def _plan(whole: Whole) -> dict[str, Any]:
    aid = aids.a_running_aid(whole.world, ("flex",), family=whole.sued.family, since=40)
    return {"plan": plan_of(a_plan_in_force(whole.world, aid))}


def _examining(whole: Whole) -> dict[str, Any]:
    rosin = whole.world.town.people["rosin"]
    Mandate.objects.filter(user=rosin).update(role=Role.AUDITOR, team=None)
    return {}


def _later(whole: Whole) -> dict[str, object]:
    return {"review_on": whole.world.actor("demir").today + timedelta(days=60)}


# They make rows too, but a state or a constraint holds the second sending off; it gets a sentence.
HELD: dict[str, tuple[Sending, ...]] = {
    "rights_check": (Sending(who="brandt"),),
    # The card that is open already is shown again.
    "emergency_new": (
        Sending(
            who="overbeck",
            typed=lambda whole: {"name": whole.sued.family.word, "reason": "Das Kind ist allein."},
        ),
    ),
    "nomination": (Sending(who="brandt"),),
    "rights_mark": (Sending(who="brandt"),),
    "access_new": (
        Sending(
            who="wolters",
            typed={
                "display_name": "Undine Wanderspecht",
                "username": "wanderspecht",
                "role": "planner",
                "place": "office",
            },
        ),
    ),
    "access_of": (
        Sending(
            who="wolters",
            typed=lambda whole: {
                "role": "coordinator",
                "place": whole.world.town.providers["flex"].id,
            },
        ),
    ),
    "intake_family": (Sending(typed=HOUSEHOLD, before=_open_intake),),
    "purpose_new": (Sending(who="nolte", typed={"line": "Quartalsgespräch"}),),
    "grant_new": (
        Sending(
            who="nolte",
            typed=lambda whole: {
                "person": whole.world.town.people["helmich"].id,
                "kind": "stand_in",
                "reason": "absence",
            },
        ),
    ),
    "samples": (
        Sending(
            who="kowalski",
            typed=lambda whole: {"person": whole.world.town.people["rosin"].id, "count": "1"},
            before=_examining,
        ),
    ),
    "conflict_enter": (Sending(who="nolte", typed={"reason": "close"}),),
    "family_move": (
        Sending(
            typed=lambda whole: {
                "street": "",
                "house_number": "",
                "since_on": whole.world.actor("demir").today,
            }
        ),
    ),
    "offer_later": (
        Sending(
            who="brandt",
            typed=lambda whole: {
                "offered_from": whole.world.actor("demir").today + timedelta(days=30)
            },
            about={"copy": "copy_sent"},
        ),
    ),
    "decline": (Sending(who="brandt", about={"copy": "copy_sent"}),),
    # Worker and lead are ticked already.
    "shield": (Sending(typed={"level": "2"}),),
    "call_word": (Sending(typed={"fact": "no_contact"}),),
    "shield_less": (Sending(who="nolte", typed={"level": "0"}),),
    "naming_new": (Sending(typed=lambda whole: {"person": whole.world.town.people["rosin"].id}),),
    "enquiry_send": (
        Sending(
            typed=_seen,
            about={"enquiry": "draft"},
        ),
    ),
    "disclosure": (Sending(who="brandt", typed=_carer, about={"disclosure": "told"}),),
    "decision_propose": (Sending(typed={"grounds": TEXTS["need"]}),),
    "decision_new": (
        Sending(query="?art=extend", typed={"grounds": TEXTS["need"]}, before=_without_waiting),
    ),
    "decision_approve": (Sending(who="nolte", about={"decision": "waiting"}),),
    "aid_begin": (Sending(before=_begun_later),),
    "ending_new": (Sending(typed=_ending, before=_without_waiting),),
    "plan_new": (Sending(typed=_later, before=_without_waiting),),
    "plan_carry_on": (Sending(typed=_later, before=_plan),),
    "enquiry_choose": (Sending(typed=_chosen),),
    "disclosure_new": (Sending(typed=_told_of_copy, before=_copy_to_be_told),),
    "signature_new": (Sending(typed={"name": "Undine Wanderspecht"}),),
    "visit": (Sending(who="sahin", before=_past_visit),),
    "visit_hold": (Sending(who="sahin", before=_past_visit),),
    "visit_miss": (Sending(who="sahin", before=_past_visit),),
    "hours_correct": (Sending(who="sahin", typed={"minutes": "0:20"}),),
    "papers": (Sending(about=NEXT),),
    "account": (
        Sending(
            typed=lambda whole: {"until_on": whole.world.actor("demir").today + timedelta(days=3)}
        ),
    ),
}
# They change a row that is there, or none at all; a second sending can make no second one. Races of
# those that matter are held by tests of their own.
CHANGING = frozenset(
    {
        *("closing", "erasures", "case_open", "erasure_take_back", "hold_end", "inspection_answer"),
        *(
            "absence_end",
            "session_end",
            "draft_discard",
            "still_here",
            "device",
            "reopen",
            "search",
            "receipt",
            "proof",
            "dispute",
            "dispute_told",
            "restriction",
            "restriction_lift",
            "intake_confirm",
            "intake_raise",
            "intake_join",
            "intake_close",
        ),
        *("intake_reopen", "second_worker", "family_hand_over", "basis_withdraw", "note_family"),
        *("confided_keep", "confided_open", "unsealing_agree", "unsealing_refuse"),
        "unsealing_take_back",
        *("access_request_identify", "access_request_place", "access_request_scope"),
        *("access_request_extend", "access_request_refuse", "access_request_withdraw"),
        *("access_collect", "access_item", "access_submit", "access_advise", "access_take_back"),
        *("access_look", "access_reply"),
        *("access_log_answer", "access_log_withdraw"),
        # It makes a row that the sender cannot count: its test says that it is there once.
        "confided_release",
        *("enquiry_change", "enquiry_close", "enquiry_withdraw", "disclosure_refuse"),
        *("disclosure_end", "disclosure_replace"),
        *("decision_withdraw", "decision_return", "carer_new", "version_write"),
        *("goal_reword", "goal_remove", "task_remove", "version_circulate", "signature"),
        *(
            "version_take_back",
            "version_in_force",
            "goal_settle",
            "visit_undo",
            "visit_cancel",
            "report_release",
        ),
        *("report_return", "version_open", "conflict_lift", "grant_end"),
        *("emergency_end", "emergency_review", "on_call_end", "measure"),
        *(
            "nomination_decline",
            "nomination_withdraw",
            "handover",
            "rights_settle",
            "reset_vouch",
            "reset_ask",
            "reset_do",
            "rest",
        ),
        # A list that is read in again meets its own sign-in names: its test says so.
        *(
            "accesses",
            "staff",
            "access_list",
            "access_invite",
            "access_end",
            "access_reopen",
            "mandate_end",
        ),
        # Whoever said so does not find the family's pages any more.
        "conflict_declare",
        # It stands under another lead then, and needs none: its test says so.
        "lead_elsewhere",
        *("shield_strengthen", "shield_renew"),
        *("call_word_end", "change_confirm", "change_decline", "naming_end", "enclosure_remove"),
        # Each opening of a protected address is one of its own.
        *("address_show", "aid_address", "shield_show"),
    }
)
# Their own tests send them at once: handing in a month, preparing a report, checking the seal.
RACED = frozenset({"hand_in", "reports", "check_seal"})
# Pages of the sign-in package, and the door of the example town.
SIGN_IN = frozenset(
    {
        *("account_login", "account_logout", "account_reauthenticate", "account_change_password"),
        *("demo_people", "invitation", "mfa_authenticate", "mfa_login_webauthn"),
        *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp"),
        *("mfa_add_webauthn", "mfa_generate_recovery_codes", "factor_remove"),
        *("sign_on", "identity_bind", "identity_release", "identity_enter", "identity_end"),
    }
)
