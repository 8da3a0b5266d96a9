"""The page that answers: Whose KX pattern would an auditor pick?"""

from dashboard.layout import show_answer

show_answer("Whose KX pattern would an auditor pick?", "")
