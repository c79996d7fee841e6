"""Starts the issuer and writes its port into its folder: `python -m tests.accounts.issuer`."""

import os
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler

import django
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application

SECRET = "between the two of us"
BACK = "http://testserver/anmelden/konto/zurueck/"


def main() -> None:
    """Serve until the process is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.issuer.settings"
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "yes"  # this machine only
    django.setup()
    from allauth.idp.oidc.models import Client

    from tests.accounts.issuer import words

    call_command("migrate", verbosity=0)
    words.tell()
    Client(
        id="hilfenetz",
        name="Hilfenetz",
        secret=make_password(SECRET),
        redirect_uris=BACK,
        skip_consent=True,
    ).save()
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    (Path(os.environ["ISSUER_FOLDER"]) / "port").write_text(str(server.server_port))
    server.serve_forever()


if __name__ == "__main__":
    main()
