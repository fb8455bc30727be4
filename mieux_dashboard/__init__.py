"""A programme's spreadsheets as maps by region and timelines beside EU migration policy."""
