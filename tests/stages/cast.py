"""The people around the two families of the whole world, and what was said there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people around one family."""

    worker: str
    colleague: str
    lead: str
    leading: str
    joining: str
    space: str
    carer: str
    name: str
    street: str
    biased: str
    let_in: str


# Families whose time is over.
PAST = "Fernbach"
# Works in a district to which neither family belongs.
STRANGER = "kempe"

SUED = Cast(
    worker="demir",
    colleague="wiegand",
    lead="nolte",
    leading="flex",
    joining="haus-der-kulturen",
    space="herten-sued",
    carer="sahin",
    name="Velmbrinker",
    street="Hundekehrgasse",
    biased="petry",
    let_in="tanner",
)
MITTE = Cast(
    worker="overbeck",
    colleague="haas",
    lead="fries",
    leading="leben-lernen",
    joining="",
    space="herten-mitte",
    carer="krause",
    name="Tannwaldner",
    street="Marktkorbwinkel",
    biased="haas",
    let_in="reimer",
)


# What was said besides: none of it may lie in the database in clear.
MATTER = "Die Nachbarin hört seit Wochen abends ein Kind lange weinen."
REPORTER = "Frau Quastenbein, Tel. 030 23125-9044"
NOTED = "Am Telefon wirkte die Mutter gefasst und bat um Rückruf."
HINT = "Bitte begründen Sie die Stunden am Wochenende."
ASKED = "Spricht die Großmutter, die mit im Haushalt lebt, Deutsch?"
REMARK = "Der Abschied war herzlich."
PLACE = "Stadtteilladen, hinterer Raum"
SCHOOL = "Rosengartenschule, Frau Ilmenbach"
WRITTEN = "Die Kinder haben heute zum ersten Mal allein gekocht."
LOOKED_AT = "Die Polizei steht mit dem Kind vor der Wache und sucht die Großeltern."
POINT = "Wie geht es nach den Ferien mit dem Schulweg weiter?"
DANGER = "Der Stiefvater hat die Wohnungstür eingetreten."
ACTED = "Die Kinder zur Tante in der Nachbarstraße begleitet."
ALONE = "Es war nachts um drei, und am Telefon meldete sich niemand."
FOUND_RIGHT = "Die Tante bestätigt es, die Kinder sind wohlauf."
CONFIDED = "Die Tochter erzählte im Auto von ihrer Angst vor dem Umzug."
PURPOSE = "Begleitung zur Kinderärztin"
CONFIDER = "Mirabella, im Auto nach der Schule"
SPOKEN = (
    CONFIDED,
    CONFIDER,
    PURPOSE,
    MATTER,
    REPORTER,
    NOTED,
    HINT,
    ASKED,
    REMARK,
    PLACE,
    SCHOOL,
    WRITTEN,
    POINT,
    LOOKED_AT,
    DANGER,
    ACTED,
    ALONE,
    FOUND_RIGHT,
)
NAMES = ("Velmbrinker", "Tannwaldner", "Quendkötter", "Mirabai", "Ottokar", "Sunniva", "Wunibald")
