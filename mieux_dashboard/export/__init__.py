"""Numbers and charts as files that leave the program."""
