"""The page that answers: What did it cost, and what can I still get?"""

from dashboard.layout import show_answer

show_answer("What did it cost, and what can I still get?", "")
