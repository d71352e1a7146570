"""The ground floor: errors, findings, clock, Chinese text. It knows no file format and no record."""
