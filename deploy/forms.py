"""How every form of the service looks: KERN markup with Django's own ids and descriptions."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

PLAIN: dict[type[forms.Field], str] = {
    forms.IntegerField: "Bitte geben Sie eine ganze Zahl an.",
    forms.DateField: "Bitte geben Sie den Tag so an: 24.11.2026.",
    forms.TimeField: "Bitte geben Sie die Uhrzeit so an: 14:30.",
    forms.DateTimeField: "Bitte geben Sie Tag und Uhrzeit so an: 24.11.2026 18:00.",
}


class KernBoundField(BoundField):
    """A field as the templates of `kern/` need it."""

    @property
    def shape(self) -> str:
        """Which of the three KERN frames holds the field: `check`, `group` or `input`."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "check"
        return "group" if self.use_fieldset else "input"

    @property
    def is_optional(self) -> bool:
        """Whether the label says "(freiwillig)"; a single tick is always free to be left out."""
        return not self.field.required and self.shape != "check"

    @property
    def anchor(self) -> str:
        """The id a link of the error summary jumps to; groups have none, so their first choice."""
        return self.id_for_label or f"{self.auto_id}_0"

    def value(self) -> Any:
        """The value; days and times as the browser's own date and time fields read them."""
        value = super().value()
        match getattr(self.field.widget, "input_type", ""):
            # A German "24.11.2026" would leave these fields empty.
            case "date" if isinstance(value, date):
                return value.strftime("%Y-%m-%d")
            case "time" if isinstance(value, time):
                return value.strftime("%H:%M")
            case "datetime-local" if isinstance(value, datetime):
                return value.strftime("%Y-%m-%dT%H:%M")
            case _:
                return value


class KernRenderer(TemplatesSetting):
    """Finds the templates of forms, fields and widgets in `deploy/templates`."""

    form_template_name = "kern/form.html"
    field_template_name = "kern/field.html"
    bound_field_class = KernBoundField


def speak_plainly() -> None:
    """Replace Django's words for what cannot be taken; called once, before any form is made.

    A message of a field's own still wins. The words of limits are those of validators: a field finds
    them by their codes.
    """
    forms.Field.default_error_messages |= {
        "required": "Bitte füllen Sie dieses Feld aus.",
        "max_length": "Bitte schreiben Sie höchstens %(limit_value)s Zeichen.",
        "min_length": "Bitte schreiben Sie mindestens %(limit_value)s Zeichen.",
        "max_value": "Bitte geben Sie höchstens %(limit_value)s an.",
        "min_value": "Bitte geben Sie mindestens %(limit_value)s an.",
        "null_characters_not_allowed": "Hier steht ein Zeichen, das niemand lesen kann. "
        "Bitte schreiben Sie den Text noch einmal.",
    }
    for field, words in PLAIN.items():
        field.default_error_messages["invalid"] = words
