"""The dashboard for `python app.py` and for `gunicorn app:server`."""

import sys

from mieux_dashboard.intake import Refused
from mieux_dashboard.load import Unreadable
from mieux_dashboard.pages import create_app
from mieux_dashboard.pages.logs import configure
from mieux_dashboard.settings import SettingsError, read_settings
from mieux_dashboard.store import StoreError

try:
    settings = read_settings()
    configure(settings)
    app = create_app(settings)
except (SettingsError, StoreError, Refused, Unreadable, FileNotFoundError) as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(2)
server = app.server

if __name__ == "__main__":
    from mieux_dashboard.pages.listen import listening

    listening(server, settings).run()
