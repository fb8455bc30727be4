"""Tables in, one tidy table out: no file, no clock, no environment, no language."""
