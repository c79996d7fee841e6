"""Every setting of the service is explained in `.env.example`, and nothing else stands there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'(?:text|flag|environ\.get|environ)[\[(]\s*"((?:HILFENETZ|DATABASE)_[A-Z_]+)"')


def test_the_example_explains_every_setting_and_no_other() -> None:
    rooms = (
        ROOT / "deploy" / name
        for name in ("settings.py", "sign_on.py", "uploads.py", "key_settings.py")
    )
    read = {name for room in rooms for name in READ.findall(room.read_text(encoding="utf-8"))}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = {
        name.removesuffix("_FILE") for name in re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    }
    read = {name.removesuffix("_FILE") for name in read} | {"DATABASE_URL"}
    assert explained == read
