"""The page that answers: What needs me this month?"""

from dashboard.layout import show_answer

show_answer("What needs me this month?", "")
