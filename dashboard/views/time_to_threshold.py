"""The page that answers: When will my caseload get there?"""

from dashboard.layout import show_answer

show_answer("When will my caseload get there?", "")
