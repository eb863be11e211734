"""Believable customer files for demonstrations and load tests, from four hundred to a million."""
