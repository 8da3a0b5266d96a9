"""What every printed document shares: sections, charts drawn for paper, page layout, and the PDF."""
