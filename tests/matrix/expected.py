"""The one table of who may open which page, and who may do something there.

Everybody of the cast who is not named gets 404. Strangers are led to the sign-in page, and who
showed only a password to the page of second factors, unless a page says otherwise. Pages are asked
for things of the family of Süd; `about` names other things than the usual ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.matrix.cast import EVERYBODY, PASSWORD_ONLY, STRANGER
from tests.stages.cast import CONFIDED

type Who = frozenset[str]


def who(names: str) -> Who:
    found = frozenset(names.split())
    assert found <= EVERYBODY, found - EVERYBODY
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Who gets what: `reads` 200, `led` 302; `acts` an answer to a form. None: 405 for everybody."""

    reads: Who | None = None
    led: Who = frozenset()
    acts: Who | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    # What strangers and half-way people get, where it is not the usual.
    outside: Mapping[str, int] = field(default_factory=dict)


NOBODY: Who = frozenset()
KEEPERS = who("worker standing_in")
READERS = KEEPERS | who("lead")
TEAM = who("worker deputy standing_in colleague")
CASEWORK = TEAM | who("other_worker")
LEADS = who("lead other_lead")
STEERING = who("head planner")
HELPERS = CASEWORK | LEADS | who("head") | who("protector")
ERASING = who("head coordinating")
KEYS = ERASING | who("officer")
OFFICE = CASEWORK | LEADS | STEERING | who("officer it")
# People who work without families of their own; each has one list.
BESIDE = who("desk protector finance coordinating auditor billing")
REPORTED = CASEWORK | LEADS | STEERING | who("officer finance coordinating auditor")
COORDINATING = who("flex culture learning")
PROVIDERS = COORDINATING | who("carer other_carer")
# The help of the family: both providers' coordinators, the carer who was named.
ADMITTING = COORDINATING | who("it")
# Whoever looks after the access of the family's carer.
AT_THE_HOUSE = who("flex it")
HELPING = who("flex culture carer")
AT_FLEX = who("flex carer")
# Who decides about a release: the lead of the team, and the head without opening the family.
RELEASING = who("lead head")


def form(people: Who, **about: str) -> Page:
    """Describe a page with a form: who sees it may send it."""
    return Page(reads=people, acts=people, about=about)


def button(people: Who, **about: str) -> Page:
    """Describe an address that only does something."""
    return Page(acts=people, about=about)


def page(people: Who, **about: str) -> Page:
    """Describe a page that is read."""
    return Page(reads=people, about=about)


PUBLIC = {STRANGER: 200, PASSWORD_ONLY: 200}
ENROLLING = {PASSWORD_ONLY: 200}
SIGNING_IN = {STRANGER: 200, PASSWORD_ONLY: 302}
HIDDEN = {STRANGER: 404, PASSWORD_ONLY: 404}

TABLE: dict[str, tuple[Page, ...] | Page] = {
    # Public, and about the own access.
    "about": Page(reads=EVERYBODY, outside=PUBLIC),
    "accessibility": Page(reads=EVERYBODY, outside=PUBLIC),
    "account_inactive": Page(reads=EVERYBODY, outside=PUBLIC),
    "account_login": Page(led=EVERYBODY, reads=NOBODY, acts=EVERYBODY, outside=SIGNING_IN),
    "account_logout": Page(
        reads=EVERYBODY, acts=EVERYBODY, outside={STRANGER: 302, PASSWORD_ONLY: 200}
    ),
    "demo_people": Page(reads=NOBODY, acts=NOBODY, outside=HIDDEN),
    "invitation": Page(reads=NOBODY, acts=NOBODY, outside=HIDDEN),
    "mfa_authenticate": Page(led=EVERYBODY, reads=NOBODY, acts=EVERYBODY),
    "mfa_login_webauthn": Page(led=EVERYBODY, reads=NOBODY, acts=EVERYBODY),
    # Nobody of this town has a password or a factor to show again.
    "account_reauthenticate": Page(reads=NOBODY, acts=NOBODY, outside={PASSWORD_ONLY: 404}),
    "mfa_reauthenticate": form(NOBODY),
    "mfa_reauthenticate_webauthn": form(NOBODY),
    "account": form(EVERYBODY),
    "absence_end": button(EVERYBODY),
    # Drafts are their author's alone: nobody of the cast has one here.
    "drafts": page(EVERYBODY),
    "draft_discard": button(NOBODY),
    "still_here": button(EVERYBODY),
    "device": button(EVERYBODY),
    # Only people of the example town open a page by one click.
    "reopen": Page(reads=NOBODY, acts=NOBODY),
    "session_end": button(NOBODY),
    # No issuer is set in this town: nothing of it is there for anybody.
    "sign_on": Page(acts=NOBODY, outside={STRANGER: 404, PASSWORD_ONLY: 404}),
    "sign_on_return": Page(reads=NOBODY, outside=HIDDEN),
    "identity_bind": button(NOBODY),
    "identity_release": button(NOBODY),
    "identity_enter": form(NOBODY),
    "identity_end": button(NOBODY),
    "account_change_password": Page(led=EVERYBODY, reads=NOBODY, acts=EVERYBODY),
    "account_set_password": Page(led=EVERYBODY, reads=NOBODY),
    "mfa_index": Page(reads=EVERYBODY, outside=ENROLLING),
    "mfa_activate_totp": Page(reads=EVERYBODY, acts=EVERYBODY, outside=ENROLLING),
    "mfa_add_webauthn": Page(reads=EVERYBODY, acts=EVERYBODY, outside=ENROLLING),
    "mfa_deactivate_totp": Page(led=EVERYBODY, reads=NOBODY),
    "mfa_list_webauthn": Page(led=EVERYBODY, reads=NOBODY),
    "factor_remove": button(NOBODY),
    "mfa_view_recovery_codes": page(NOBODY),
    "mfa_generate_recovery_codes": form(EVERYBODY),
    # Letting people in: the administration everybody, coordinators their own people. The person
    # asked about is the carer of the family.
    "accesses": form(who("it")),
    "staff": form(COORDINATING),
    "access_new": form(ADMITTING),
    "access_list": form(ADMITTING),
    "access_of": form(AT_THE_HOUSE),
    "access_invite": button(AT_THE_HOUSE),
    "access_end": form(AT_THE_HOUSE),
    # Nobody's access has ended here: the page is not there, and a form meets an open access.
    "access_reopen": Page(reads=NOBODY, acts=who("it")),
    "mandate_end": form(AT_THE_HOUSE),
    # Rights of the quarter, and beginning again with two people: about the carer, and her role.
    "rights": page(LEADS | COORDINATING | who("head officer it coordinating")),
    "rights_check": button(who("flex")),
    "rights_mark": form(who("flex")),
    "rights_settle": button(NOBODY),
    # A carer whom the administration asked for at FleX: its coordinator decides, or the head.
    "nomination": form(who("flex head")),
    "nomination_decline": button(who("flex head")),
    # A carer of FleX who began anew: its coordinator was told the number.
    "rest": form(who("flex")),
    "nomination_withdraw": button(who("it")),
    "reset_vouch": form(who("flex")),
    "reset_ask": button(who("it")),
    "reset_do": button(who("it")),
    # Every day.
    "today": Page(reads=OFFICE | COORDINATING | BESIDE, led=who("carer other_carer")),
    "my_readings": page(EVERYBODY),
    # First contacts: an open one belongs to the whole team.
    "intakes": page(CASEWORK | LEADS | who("protector")),
    "intake_new": form(CASEWORK),
    "contact_new": form(CASEWORK),
    "intake": page(TEAM | who("lead")),
    # Who took it is told on sending that it takes a second person.
    "intake_confirm": Page(
        reads=who("deputy standing_in colleague lead protector"),
        acts=TEAM | who("lead protector"),
        about={"intake": "intake_waiting"},
    ),
    "intake_raise": form(TEAM | who("lead")),
    "intake_family": form(TEAM),
    "intake_join": form(TEAM),
    "intake_close": form(TEAM),
    "intake_reopen": button(TEAM | who("lead")),
    # Families: own, second worker, absent worker's deputy, lead.
    "families": Page(reads=CASEWORK | LEADS | who("auditor"), led=PROVIDERS),
    "family": page(READERS),
    "family_new": form(CASEWORK),
    # The end of a case, and what is kept, restricted and erased after it.
    "closing": form(KEEPERS),
    "case_open": button(KEEPERS),
    "erasures": form(ERASING),
    "archive_offer": page(ERASING),
    "erasure": page(ERASING),
    "erasure_take_back": button(ERASING),
    "hold_new": form(ERASING),
    "hold_end": button(ERASING),
    # Two keys in sequence: the officer asked, the head or the coordination agrees.
    "access_logs": form(KEYS),
    "access_log": page(who("officer head"), log="log_agreed"),
    "access_log_answer": button(ERASING),
    "access_log_withdraw": button(who("officer")),
    "resting": form(ERASING),
    "inspection_answer": button(who("head")),
    "person_new": form(KEEPERS),
    "family_move": form(KEEPERS),
    # Who keeps a file protects its address; only named people and who stands in for them open it.
    "shield": (form(READERS), form(READERS, family="sheltered")),
    "addresses_named": page(HELPERS | who("desk")),
    # The worker and the lead are named; and whoever stands in for the worker today.
    "shield_show": button(READERS),
    "shield_strengthen": form(READERS),
    "shield_renew": button(READERS),
    "address_show": button(READERS, family="sheltered"),
    "call_word": form(KEEPERS),
    "call_word_end": button(KEEPERS),
    # Less protection takes the lead and another person; a colleague was proposed by the worker.
    "shield_less": form(who("lead")),
    "naming_new": form(READERS),
    "change_confirm": button(who("lead")),
    "change_decline": button(who("worker lead")),
    "naming_end": button(READERS),
    # No carer of this world is named.
    "aid_address": button(NOBODY),
    "second_worker": form(READERS),
    "family_hand_over": form(who("lead")),
    # Who leads the team says what for when nothing waits.
    "purpose_new": form(who("lead")),
    # Whoever answers for a family sees who else read it; nobody in their place.
    "family_readings": page(who("worker")),
    "stated_purposes": page(who("officer")),
    # Exceptions by hand: whoever keeps the file sees them, the lead gives them.
    "grants": page(READERS),
    "grant_new": form(who("lead")),
    "grant_end": form(who("lead")),
    "samples": form(who("head")),
    # Who sees a family may say that they know it; who answers for others enters and lifts it.
    "conflict_declare": form(READERS | HELPING | who("head finance")),
    "conflict_enter": form(who("lead head flex culture")),
    "conflicts": page(LEADS | COORDINATING | who("head officer coordinating")),
    # Only where the lead must not know the family: its own test says so.
    "lead_elsewhere": form(NOBODY),
    "conflict_lift": form(who("lead head")),
    # Handing over everything at once: what the carer of the family has, or its worker.
    "handovers": page(LEADS | COORDINATING),
    "handover": (form(who("flex")), form(who("lead"), person="worker")),
    "search": form(CASEWORK | LEADS | PROVIDERS),
    "basis_new": form(KEEPERS),
    "basis_withdraw": form(KEEPERS),
    "note_new": form(CASEWORK | LEADS),
    # Only about a report by profession, only by whoever may know who reported.
    "intake_feedback": (form(who("worker lead"), intake="intake_of_a_school"), form(NOBODY)),
    "notes": page(CASEWORK | LEADS),
    # What was confided is the author's alone: no deputy, no lead, nobody else who keeps the family.
    "provider_view": page(KEEPERS),
    "receipt": form(KEEPERS),
    "information": form(KEEPERS),
    "information_paper": page(KEEPERS),
    "corrections": page(KEEPERS),
    "dispute_new": form(KEEPERS),
    "dispute": form(KEEPERS),
    "dispute_told": button(KEEPERS, dispute="dispute_settled"),
    "restriction_new": form(KEEPERS),
    "restriction": form(KEEPERS),
    "restriction_lift": form(KEEPERS),
    "confided": page(HELPERS),
    "confided_keep": button(who("worker")),
    "confided_open": form(who("worker")),
    "confided_release": form(who("worker")),
    # Who left and what is sealed: the lead asks, two others agree, the officer reads of it.
    "unsealing_new": form(who("lead")),
    "unsealings": page(LEADS | who("head officer protector")),
    "unsealing_agree": button(who("head protector")),
    "unsealing_take_back": button(NOBODY),
    "unsealing_refuse": form(who("head protector")),
    # A note without family is the author's alone; one of a family stays where it lies.
    "note_family": (form(who("worker")), form(who("worker"), note="note")),
    # Enquiries: the office by the family, providers by their copy.
    "enquiries": page(CASEWORK | LEADS | who("head") | COORDINATING),
    "enquiry_new": form(KEEPERS),
    "enquiry": (page(READERS), page(READERS, enquiry="draft")),
    "enquiry_change": (
        form(KEEPERS, enquiry="draft"),
        Page(reads=NOBODY, led=KEEPERS, acts=KEEPERS),
    ),
    "enquiry_send": Page(reads=NOBODY, led=KEEPERS, acts=KEEPERS, about={"enquiry": "draft"}),
    "enquiry_close": button(KEEPERS, enquiry="sent"),
    "enquiry_withdraw": button(KEEPERS, enquiry="sent"),
    "enquiry_choose": form(KEEPERS),
    "copy": page(who("flex")),
    "offer": form(who("flex"), copy="copy_sent"),
    "offer_later": form(who("flex"), copy="copy_sent"),
    "ask_back": form(who("flex"), copy="copy_sent"),
    "decline": form(who("flex"), copy="copy_sent"),
    "answer_question": form(KEEPERS, copy="copy_asking"),
    # Disclosures: to one provider, its coordinators and the carer who was named.
    "disclosure_new": (
        form(KEEPERS),
        Page(reads=NOBODY, led=READERS, acts=READERS, about={"copy": "copy_chosen"}),
    ),
    "disclosure_of_copy": Page(reads=NOBODY, led=READERS | who("flex")),
    "disclosure_direct": form(KEEPERS),
    "received": page(PROVIDERS),
    "disclosure": (
        Page(reads=READERS | AT_FLEX, acts=who("flex")),
        Page(reads=READERS | who("flex"), acts=who("flex"), about={"disclosure": "told"}),
    ),
    "disclosure_refuse": form(who("flex"), disclosure="told"),
    "disclosure_end": form(KEEPERS),
    "disclosure_replace": button(KEEPERS),
    # Decisions: the author lays before, the lead or the head releases.
    "decision_propose": form(KEEPERS),
    "decision_new": form(KEEPERS),
    "decision_withdraw": button(KEEPERS),
    "approvals": page(CASEWORK | LEADS | who("head")),
    "decision": (
        page(READERS | who("head")),
        page(READERS, decision="returned"),
        page(READERS, decision="decision"),
    ),
    # Who may not is told so on sending, in a sentence.
    "decision_approve": button(who("worker lead head")),
    "decision_return": Page(reads=RELEASING, acts=READERS | who("head")),
    "decision_revise": Page(reads=NOBODY, led=KEEPERS, about={"decision": "returned"}),
    "decisions": page(READERS),
    # Helps: providers see them until the settlement window is over.
    "aids": page(CASEWORK | LEADS | PROVIDERS),
    "aid": (
        page(READERS | HELPING),
        page(READERS | AT_FLEX, aid="ended"),
        page(READERS, aid="long_ended"),
    ),
    # A help that runs is led to its page; who may not begin it does not learn that there is one.
    "aid_begin": Page(led=KEEPERS | HELPING, reads=NOBODY, acts=KEEPERS | HELPING),
    "carer_new": form(who("flex")),
    "ending_new": form(KEEPERS),
    # Plans: drafts are the office's.
    "plans": page(CASEWORK | LEADS | PROVIDERS),
    "plan": page(READERS | HELPING),
    "plan_new": form(KEEPERS, aid="ended"),
    # Its next version is begun: whoever wants to begin it is led there.
    "plan_carry_on": Page(reads=NOBODY, led=KEEPERS, acts=KEEPERS),
    "version": (page(READERS | HELPING), page(READERS, version="next_version")),
    "version_write": form(KEEPERS, version="next_version"),
    "goal_new": form(KEEPERS, version="next_version"),
    "goal_reword": form(KEEPERS, version="next_version"),
    "goal_remove": button(KEEPERS),
    "task_new": form(KEEPERS, version="next_version"),
    "task_remove": button(KEEPERS),
    "version_circulate": form(KEEPERS, version="next_version"),
    "version_take_back": button(KEEPERS),
    "signature_new": form(KEEPERS),
    "signature": form(KEEPERS),
    "version_in_force": form(KEEPERS),
    "point_new": form(KEEPERS | HELPING),
    "version_open": button(KEEPERS),
    # Nothing is chosen in an empty form: whoever may rate is asked to choose.
    "goal_rate": button(HELPING),
    "goal_settle": form(KEEPERS),
    "papers": form(READERS | HELPING),
    "paper_preview": page(READERS | HELPING),
    "paper": page(who("worker")),
    # Photographs and files: with the family, or beside the plan of a help and then shared.
    "family_files": form(READERS),
    "aid_files": form(READERS | HELPING),
    "enclosure": (page(READERS), page(READERS | HELPING, enclosure="enclosure_of_aid")),
    # Its author on the same day; one that is not looked through yet is its author's alone anyway.
    "enclosure_remove": button(who("worker")),
    # Visits and hours: the provider's own; the office sees days and minutes.
    "my_day": page(who("carer other_carer")),
    "visit_new": form(PROVIDERS),
    "visit": form(AT_FLEX),
    "visit_hold": button(AT_FLEX),
    "visit_miss": button(AT_FLEX),
    "visit_undo": button(AT_FLEX, visit="visit_held"),
    "visit_cancel": button(AT_FLEX),
    "hours": page(CASEWORK | LEADS | PROVIDERS),
    "hours_new": form(PROVIDERS),
    "hours_team": form(PROVIDERS),
    "hours_correct": form(AT_FLEX),
    "aid_hours": page(READERS),
    "hand_in": button(who("flex")),
    # In an emergency: the card is there for who opened it, somebody of the north; its review for the
    # lead of the team.
    "emergency_new": form(HELPERS),
    "emergency": page(NOBODY),
    "emergency_end": button(NOBODY),
    "emergency_review": form(who("lead coordinating")),
    "emergencies": page(HELPERS | who("officer coordinating")),
    # What somebody did who may be biased: any lead and the head look at it, then the family's workers.
    "measure_new": form(HELPERS),
    "measure_receipt": page(NOBODY),
    "measures": page(LEADS | who("head officer")),
    "measure": (
        form(LEADS | who("head")),
        Page(reads=READERS, acts=who("lead"), about={"measure": "measure_reviewed"}),
    ),
    "roster": Page(reads=HELPERS | who("desk"), acts=LEADS | who("head")),
    "on_call_end": button(LEADS | who("head")),
    # What finance pays, and what a provider accounts for: no reasons, no families.
    "notices": page(who("finance")),
    "invoices": page(who("billing")),
    "invoices_file": page(who("billing")),
    # Who asks what is kept: everybody of the office takes it, the coordination works on it.
    "access_request_new": form(OFFICE | (BESIDE - who("billing"))),
    "access_requests": page(who("coordinating")),
    "access_request": (
        page(who("coordinating")),
        page(who("coordinating"), asked="asked_placed"),
    ),
    "access_request_identify": form(who("coordinating")),
    "access_request_place": form(who("coordinating")),
    "access_request_scope": form(who("coordinating"), asked="asked_placed"),
    "access_request_extend": form(who("coordinating")),
    "access_request_refuse": form(who("coordinating")),
    "access_request_withdraw": button(who("coordinating")),
    "access_collect": button(who("coordinating"), asked="asked_clear"),
    "access_items": page(who("coordinating"), asked="asked_collected"),
    "access_item": form(who("coordinating")),
    "access_submit": button(who("coordinating"), asked="asked_collected"),
    "access_advise": form(who("coordinating"), asked="asked_waiting"),
    "access_reply": form(who("coordinating"), asked="asked_released"),
    "access_paper": page(who("coordinating"), asked="asked_released"),
    "access_record": page(who("coordinating"), asked="asked_released"),
    "access_letter": page(who("coordinating"), asked="asked_released"),
    "access_look": form(who("head"), asked="asked_waiting"),
    "access_take_back": button(who("coordinating"), asked="asked_waiting"),
    # Numbers, the network, the trail.
    "budgets": page(STEERING | COORDINATING | who("finance")),
    "town": page(EVERYBODY),
    "reports": form(REPORTED),
    "report": page(STEERING),
    # The planner had it counted, so the head releases.
    "report_release": button(who("head")),
    "report_return": button(STEERING),
    "report_table": Page(reads=NOBODY, led=STEERING),
    "report_paper": Page(reads=NOBODY, led=STEERING),
    "trail": page(who("officer")),
    # A family itself opens by two keys: its own test says so.
    "trail_of": page(who("officer"), thing="aid"),
    "check_seal": button(who("officer")),
    "seal_check": page(who("officer")),
    "proof": form(who("officer")),
}


def pages(name: str) -> tuple[Page, ...]:
    """Give what the table says about a page, once for each thing it is asked about."""
    said = TABLE[name]
    return said if isinstance(said, tuple) else (said,)


# Who may read whose name reported, and what was confided: on these pages, as these people, and nowhere
# else, neither on a page nor in a file (SGB VIII §§ 64 (4), 65; SGB X § 83).
CONFIDANTS = who("worker lead other_worker other_lead")
KEPT_TO: dict[str, dict[str, Who]] = {
    "Quastenbein": {"intake": TEAM | who("lead")},
    CONFIDED: {
        "family": who("worker"),
        "confided": CONFIDANTS,
        "confided_open": who("worker"),
        "confided_release": who("worker"),
    },
}
