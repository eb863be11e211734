"""Believable people and organisations for demonstrations and load tests.

Pure: no database, no clock, no Django, so that processes of their own can make them.
"""
