"""Code lists and types of help from the reference files; another release of the lists is another
migration.
"""

import csv
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations

LISTS = (
    *("age_bands", "carrier_kinds", "counselling_topics", "custody_kinds", "decline_reasons"),
    *("ending_reasons", "hour_kinds", "intake_channels", "languages", "protection_laws", "reasons"),
    *("reporter_categories", "weekdays"),
)
COMMON = {"code", "name", "valid_from", "valid_to"}
SPACE = uuid.UUID("6f1f9d0e-9f0c-4a57-9c57-0f5a52c8f1aa")


def _rows(name: str) -> list[dict[str, str]]:
    with Path(settings.CODES_DIR, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _years(row: dict[str, str]) -> dict[str, int | None]:
    return {
        "valid_from": int(row["valid_from"]),
        "valid_to": int(row["valid_to"]) if row["valid_to"] else None,
    }


def fill(apps: Any, _editor: Any) -> None:
    """Put every code of every list into its table, in the order of the files."""
    code_model, type_model = apps.get_model("providers", "Code"), apps.get_model("providers", "AidType")
    for name in LISTS:
        code_model.objects.bulk_create(
            code_model(
                id=uuid.uuid5(SPACE, f"{name}/{row['code']}/{row['valid_from']}"),
                list=name,
                code=row["code"],
                name=row["name"],
                position=position,
                detail={key: value for key, value in row.items() if key not in COMMON},
                **_years(row),
            )
            for position, row in enumerate(_rows(name))
        )
    type_model.objects.bulk_create(
        type_model(
            id=uuid.uuid5(SPACE, f"aid_types/{row['code']}/{row['valid_from']}"),
            position=position,
            in_budget=row["in_budget"] == "yes",
            **{key: row[key] for key in ("code", "name", "short_name", "paragraph", "setting", "unit")},
            **{key: row[key] for key in ("statistic_code", "counted_by")},
            **_years(row),
        )
        for position, row in enumerate(_rows("aid_types"))
    )


class Migration(migrations.Migration):
    """Reference data."""

    dependencies = [("providers", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
