"""Shape of input about a role that waits."""

from django import forms

from audit.forms import Form


class NumberForm(Form):
    """The number that a new person reads on their own page and tells whoever confirms."""

    number = forms.CharField(
        label="Zahl, die Ihnen die Person nennt",
        max_length=12,
        help_text="Sechs Ziffern. Die Person liest sie auf ihrer Seite „Ihr Zugang“. Fragen Sie sie"
        " selbst, am Telefon oder vor Ort.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
