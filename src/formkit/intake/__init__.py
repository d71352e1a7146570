"""The way in: ledgers and files become plain data under field names, each value with its place."""
