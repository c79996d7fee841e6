"""The few files the service gives out of `node_modules` and of the sign-in package; nothing else is served."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, override

import allauth
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
SIGN_IN = Path(allauth.__file__).parent

# Name on our site -> file in node_modules, or the whole path of a file of the sign-in package.
# Weights above 600 are shown as SemiBold.
# Weights above 600 are shown as SemiBold.
FILES = {
    "kern/kern.min.css": "@kern-ux/native/dist/kern.min.css",
    "kern/FiraSans-Regular.woff2": "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2",
    "kern/FiraSans-Italic.woff2": "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Italic.woff2",
    "kern/FiraSans-Medium.woff2": "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Medium.woff2",
    "kern/FiraSans-SemiBold.woff2": "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2",
    "kern/LICENSE.md": "@kern-ux/native/LICENSE.md",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "account/js/onload.js": str(SIGN_IN / "account/static/account/js/onload.js"),
    "mfa/js/webauthn-json.js": str(SIGN_IN / "mfa/static/mfa/js/webauthn-json.js"),
    "mfa/js/webauthn.js": str(SIGN_IN / "mfa/static/mfa/js/webauthn.js"),
}


class NodeStorage(FileSystemStorage):
    """Opens the named files under the names they have on our site."""

    def path(self, name: str) -> str:
        """The file's place on disk; names that are not listed have none."""
        return str(NODE_MODULES / FILES[name])


class NodeFinder(BaseFinder):
    """Finds exactly the files of `FILES`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = NodeStorage(location=NODE_MODULES)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Say before the start, not on the first page, that the front-end packages are missing."""
        missing = [name for name in FILES if not (NODE_MODULES / FILES[name]).is_file()]
        if not missing:
            return []
        hint = "Run `npm ci` (or `make setup`)."
        return [Error(f"Front-end files are missing: {missing}", hint=hint, id="deploy.E010")]

    @override
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The place of one named file, or nothing."""
        found = [self.storage.path(path)] if path in FILES else []
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NodeStorage]]:
        """All named files, for `collectstatic`."""
        for name in FILES:
            yield name, self.storage
