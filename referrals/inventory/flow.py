"""What an answer leaves out, and why: it stands elsewhere in it, belongs to somebody else, or tells of nobody."""

CONFIDED = "Anvertrautes gehört der Person, die es anvertraut hat (§ 65 SGB VIII)"
PROTECTED = "geschützte Anschriften stehen in keiner Auskunft"
STANDS_ABOVE = "steht bei der Sache selbst"
ABOUT_STAFF = "betrifft Beschäftigte"
NO_PERSON = "Zahlen ohne Personen"
# Told in other parts of the answer, or not at all; the words say why.
LEFT_OUT: dict[str, str] = {
    **dict.fromkeys(
        ("referrals.confidednote", "referrals.confidedrelease", "referrals.sealing"), CONFIDED
    ),
    "referrals.unsealing": CONFIDED,
    **dict.fromkeys(
        ("referrals.shield", "referrals.withheld", "referrals.naming", "referrals.change"),
        PROTECTED,
    ),
    "referrals.showing": PROTECTED,
    **dict.fromkeys(
        ("referrals.aidstep", "referrals.shareperiod", "referrals.decisionshare"), STANDS_ABOVE
    ),
    **dict.fromkeys(
        ("referrals.copystep", "referrals.plan", "referrals.paper", "referrals.hold"), STANDS_ABOVE
    ),
    **dict.fromkeys(
        ("referrals.snapshot", "referrals.aidfact", "referrals.providerfact"), NO_PERSON
    ),
    **dict.fromkeys(
        ("referrals.anonymouscontact", "referrals.month", "referrals.erasure"), NO_PERSON
    ),
    "referrals.information": "das Blatt selbst liegt der Person vor",
    "referrals.disclosure": "steht in der Liste der Empfänger",
    **dict.fromkeys(
        ("referrals.trace", "referrals.asking"), "Prüfsummen, in denen niemand zu lesen ist"
    ),
    "referrals.visit": "eigene Termine des Trägers, dort zu erfragen",
    "referrals.feedback": "ließe erkennen, wer gemeldet hat",
    **dict.fromkeys(
        ("referrals.statedpurpose", "referrals.inspection"), "steht bei den Einsichten"
    ),
    **dict.fromkeys(("referrals.grant", "referrals.sealcheck", "referrals.accesslog"), ABOUT_STAFF),
    **dict.fromkeys(
        ("referrals.accessrequest", "referrals.accessstep", "referrals.item", "referrals.reply"),
        "Schriftwechsel über Auskünfte",
    ),
}
# Other apps keep people who work here.
OF_STAFF = frozenset(
    {"accounts", "audit", "sessions", "account", "mfa", "usersessions", "socialaccount", "guardian"}
)
