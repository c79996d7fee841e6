"""The web server's entrance; it stays shut without keys, and for a role
that the second wall does not bind.
"""

import os

from django.core.wsgi import get_wsgi_application

from deploy import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
application = get_wsgi_application()
checks.refuse_to_start_without_keys()
checks.refuse_to_start_above_the_wall()
checks.refuse_to_start_with_what_was_erased()
