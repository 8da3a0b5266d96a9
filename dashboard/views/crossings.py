"""The page that answers: Who crossed, who is about to, and is the chart ready?"""

from dashboard.layout import show_answer

show_answer("Who crossed, who is about to, and is the chart ready?", "")
