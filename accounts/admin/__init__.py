"""Users, roles and teams in Django's admin.  That roles and teams are groups shows nowhere."""

from accounts.admin import roles, teams, users

__all__ = ["roles", "teams", "users"]
