"""What follows from the events of the casebook: states of cases, queues, findings, refunds and months."""
