"""Shape of input about rights: which change is asked for, and that somebody stands before one."""

from django import forms

from accounts.rights.models import Wish
from audit.forms import Form


class WishForm(Form):
    """What is to be changed about a role."""

    wish = forms.ChoiceField(
        label="Was soll sich ändern?", choices=Wish, widget=forms.RadioSelect, initial=Wish.GONE
    )


class VouchForm(Form):
    """That a person stands before whoever vouches."""

    here = forms.BooleanField(
        label="Die Person steht vor mir, und ich kenne sie.",
        error_messages={"required": "Bitte bestätigen Sie nur, wenn die Person vor Ihnen steht."},
    )
