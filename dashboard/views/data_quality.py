"""The page that answers: Can I rely on this month?"""

from dashboard.layout import show_answer

show_answer("Can I rely on this month?", "")
