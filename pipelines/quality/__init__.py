"""The inspector: judges a draft of the warehouse before anyone sees it."""
