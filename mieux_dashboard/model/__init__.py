"""What the words mean: tables and their columns, Dataset, Period, Selection."""
