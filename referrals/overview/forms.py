"""Shape of input on pages over families."""

from django import forms

from audit.forms import Form


class SearchForm(Form):
    """What somebody looks for; it travels in the body of the request, never in an address."""

    q = forms.CharField(
        label="Name, Merkwort oder Straße",
        max_length=80,
        error_messages={"required": "Bitte geben Sie ein, wonach Sie suchen."},
        help_text="Auch Aktenzeichen. Die Schreibweise muss nicht genau stimmen.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
