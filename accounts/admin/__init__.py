"""Users, roles and teams in Django's admin.  That roles and teams are groups shows nowhere."""

from accounts.admin import record, roles, substitutions, teams, users

__all__ = ["record", "roles", "substitutions", "teams", "users"]
