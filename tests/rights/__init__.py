"""Who may do what: one table, and the tests that are generated from it."""
