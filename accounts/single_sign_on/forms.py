"""Shape of input about accounts of the town."""

from django import forms

from audit.forms import Form


class SubjectForm(Form):
    """The name under which the issuer knows a person."""

    subject = forms.CharField(
        label="Kennung im Verwaltungskonto",
        help_text="Der Wert „sub“ aus der Benutzerverwaltung, Zeichen für Zeichen.",
        max_length=191,
    )
