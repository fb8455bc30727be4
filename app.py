"""The dashboard for `python app.py` and for `gunicorn app:server`."""

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import read_settings

settings = read_settings()
app = create_app(settings)
server = app.server

if __name__ == "__main__":
    from waitress import serve

    serve(server, host=settings.host, port=settings.port, threads=settings.threads)
