"""The stories of satisfaction surveys: sent out, taken back, decided, reported."""
