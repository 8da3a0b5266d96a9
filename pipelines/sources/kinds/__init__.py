"""The kinds of tables that a build takes beside remittances, one module a kind."""
