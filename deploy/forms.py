"""How every form of the service looks: KERN markup with Django's own ids and descriptions."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


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
    """Replace Django's words for a field left empty; called once, before any form is made."""
    forms.Field.default_error_messages["required"] = "Bitte füllen Sie dieses Feld aus."
