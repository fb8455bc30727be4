"""The catalogue: a chart is declared once, and page, table, address, file and test find it here."""
