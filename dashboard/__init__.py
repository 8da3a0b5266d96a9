"""The windows: pages that look into the warehouse and never compute what it means."""
