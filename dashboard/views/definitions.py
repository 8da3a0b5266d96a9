"""The page that answers: What exactly does this number mean?"""

from dashboard.layout import show_answer

show_answer("What exactly does this number mean?", "")
