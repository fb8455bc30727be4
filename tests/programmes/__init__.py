"""Other programmes than the one that ships."""
