"""The ground floor: errors, findings, clock, Chinese text; it knows no file format, no record."""
