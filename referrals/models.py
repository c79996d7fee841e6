"""All models of this app, gathered for Django."""

from referrals.access_logs.models import AccessLog
from referrals.aids.models import Aid, AidStep, Share, SharePeriod
from referrals.bases.models import Basis
from referrals.calls.models import Word
from referrals.confidences.models import ConfidedNote, ConfidedRelease, Sealing, Unsealing
from referrals.corrections.models import Dispute, Restriction
from referrals.decisions.models import Decision, DecisionShare
from referrals.disclosures.models import Disclosure
from referrals.duplicates.models import Asking, Trace
from referrals.emergencies.models import Emergency
from referrals.enclosures.models import Enclosure
from referrals.endings.models import Ending
from referrals.enquiries.models import Copy, CopyStep, Enquiry, Matter, Message
from referrals.erasure.models import Erasure
from referrals.facts.models import AidFact, ProviderFact, Snapshot
from referrals.families.models import Address, Case, Family, Grant, Person
from referrals.feedbacks.models import Feedback
from referrals.holds.models import Hold
from referrals.hours.models import Month, TimeEntry
from referrals.information.models import Information
from referrals.intakes.models import AnonymousContact, Intake
from referrals.measures.models import Measure
from referrals.notes.models import Note
from referrals.papers.models import Paper
from referrals.plans.models import (
    Goal,
    Plan,
    Point,
    Rating,
    Signature,
    Task,
    Version,
    Wording,
)
from referrals.purposes.models import StatedPurpose
from referrals.readings.models import SealCheck
from referrals.redactions.models import Item
from referrals.replies.models import Reply
from referrals.resting.models import Inspection
from referrals.shields.models import Change, Naming, Shield, Showing, Withheld
from referrals.subject_access.models import AccessRequest, AccessStep
from referrals.visits.models import Visit

__all__ = [
    "AccessLog",
    "AccessRequest",
    "AccessStep",
    "Address",
    "Aid",
    "AidFact",
    "AidStep",
    "AnonymousContact",
    "Asking",
    "Basis",
    "Case",
    "Change",
    "ConfidedNote",
    "ConfidedRelease",
    "Copy",
    "CopyStep",
    "Decision",
    "DecisionShare",
    "Disclosure",
    "Dispute",
    "Emergency",
    "Enclosure",
    "Ending",
    "Enquiry",
    "Erasure",
    "Family",
    "Feedback",
    "Goal",
    "Grant",
    "Hold",
    "Information",
    "Inspection",
    "Intake",
    "Item",
    "Matter",
    "Measure",
    "Message",
    "Month",
    "Naming",
    "Note",
    "Paper",
    "Person",
    "Plan",
    "Point",
    "ProviderFact",
    "Rating",
    "Reply",
    "Restriction",
    "SealCheck",
    "Sealing",
    "Share",
    "SharePeriod",
    "Shield",
    "Showing",
    "Signature",
    "Snapshot",
    "StatedPurpose",
    "Task",
    "TimeEntry",
    "Trace",
    "Unsealing",
    "Version",
    "Visit",
    "Withheld",
    "Word",
    "Wording",
]
