"""Who may sign in to the dashboard, in which role, and for which clinics."""

from pipelines.access.directory import Directory
from pipelines.access.users import ROLES, User
from pipelines.errors import KxwatchError

__all__ = ["ROLES", "Directory", "KxwatchError", "User"]
