"""What the words mean: tables and their columns, Dataset, Period, Selection. Imports nothing of ours."""
