"""Shape of input about access."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import access
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit.forms import Form, likely_day

NOT_UNDERSTOOD = "Der Passkey wurde nicht verstanden. Bitte versuchen Sie es noch einmal."
LONGEST_PASSKEY = 20_000
STUMBLES = (AttributeError, InvalidSignature, LookupError, TypeError, ValueError, struct.error)
CODE = "Code"
CODE_HELP = "Sechs Ziffern aus Ihrer App, oder ein Notfallcode."


def _say(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give fields of the package our words: label and hint; nothing stands inside the field."""
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account_forms.LoginForm):
    """Name and password, the first step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=("Anmeldename", ""), password=("Passwort", ""))


class ConfirmForm(account_forms.ReauthenticateForm):
    """The password once more, before something about the access changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=("Passwort", ""))


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=("Jetziges Passwort", ""),
            password1=(
                "Neues Passwort",
                "Mindestens zwölf Zeichen. Ein Satz ist leicht zu merken.",
            ),
            password2=("Neues Passwort noch einmal", ""),
        )


class CodeForm(factor_forms.AuthenticateForm):
    """The code of the second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=(CODE, CODE_HELP))


class ConfirmCodeForm(factor_forms.ReauthenticateForm):
    """A code, before something about the access changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=(CODE, CODE_HELP))


class EnrolAppForm(totp_forms.ActivateTOTPForm):
    """The first code of a code app that is being enrolled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=("Code aus der App", "Sechs Ziffern; sie wechseln alle 30 Sekunden."))


class _PasskeyField(forms.JSONField):
    """What a browser says about a passkey: an object of a few hundred signs, or nothing of ours."""

    def to_python(self, value: Any) -> Any:
        """Read it; whatever else somebody sends is not understood."""
        if isinstance(value, str) and len(value) > LONGEST_PASSKEY:
            raise ValidationError(NOT_UNDERSTOOD)
        try:
            read = super().to_python(value)
        except (ValidationError, ValueError, RecursionError) as wrong:
            raise ValidationError(NOT_UNDERSTOOD) from wrong
        if not isinstance(read, dict):
            raise ValidationError(NOT_UNDERSTOOD)
        return read

    def bound_data(self, data: Any, initial: Any) -> str:  # noqa: ARG002  # Django sets the arguments
        """Show nothing again: a passkey answers one question once."""
        return ""

    def prepare_value(self, value: Any) -> str:  # noqa: ARG002  # Django sets the arguments
        """Show nothing."""
        return ""


@contextmanager
def _understood() -> Iterator[None]:
    """The package and its library stumble over objects that no browser sends; that is a sentence, no fault."""
    try:
        yield
    except STUMBLES as wrong:
        raise ValidationError(NOT_UNDERSTOOD) from wrong


def _passkey_field() -> _PasskeyField:
    wrong = {"required": NOT_UNDERSTOOD}
    return _PasskeyField(widget=forms.HiddenInput, error_messages=wrong)


class NewPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A passkey that is being enrolled."""

    credential = _passkey_field()

    def clean(self) -> dict[str, Any]:
        """Check it, whatever it looks like."""
        with _understood():
            cleaned: dict[str, Any] = super().clean()
            return cleaned


class SignInPasskeyForm(passkey_forms.LoginWebAuthnForm):
    """A passkey instead of name and password."""

    credential = _passkey_field()

    def clean_credential(self) -> Authenticator:
        """Check it, whatever it looks like."""
        with _understood():
            return super().clean_credential()


class ConfirmPasskeyForm(passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey, before something about the access changes."""

    credential = _passkey_field()

    def clean_credential(self) -> Authenticator:
        """Check it, whatever it looks like."""
        with _understood():
            return super().clean_credential()


class InvitationForm(Form):
    """The first password, twice."""

    password = forms.CharField(
        label="Passwort",
        help_text="Mindestens zwölf Zeichen. Ein Satz ist leicht zu merken.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Passwort noch einmal",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse passwords that are too short or widely known."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean_again(self) -> str:
        """Refuse two different passwords."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError("Die beiden Passwörter sind verschieden.")
        return again


SEES = "Die Vertretung sieht an diesen Tagen Ihre Familien, wie Sie."
IS_ASKED = "Die Vertretung wird statt Ihnen angerufen. Was Sie freigeben oder eintragen, geht nicht auf sie über."


class AbsenceForm(Form):
    """Until when somebody is away, and who stands in."""

    until_on = forms.DateField(
        label="Ich bin weg bis",
        help_text="Der letzte Tag zählt mit.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[likely_day],
    )
    deputy = forms.ModelChoiceField(
        label="Vertretung",
        queryset=User.objects.none(),
        empty_label="Bitte wählen",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(actor).filter(access.may_deputise(actor))
        field = self.fields["deputy"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people.order_by("display_name")
            field.help_text = SEES if actor.has(Role.CASEWORKER) else IS_ASKED
        self.initial.setdefault("deputy", actor.user.deputy_id)


class BePersonForm(Form):
    """As whom to sign in to the example town."""

    person = forms.ModelChoiceField(queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = User.objects.one_can_be()
