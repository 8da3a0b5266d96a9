"""Parts that pages share; none of them imports a page."""
