"""Sheets as data: the vocabulary of blocks, and the emitters that turn it into templates."""
