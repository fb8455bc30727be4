"""``python -m mieux_dashboard`` is ``mieux``."""

from mieux_dashboard.cli import main

if __name__ == "__main__":
    main()
