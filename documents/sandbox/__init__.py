"""What parses the content of users.  Runs in a limited process of its own (`converting/limits.py`) and nowhere else.

Nothing in here knows Django, the database or a secret: imports are the time that every check and every page costs.
"""
