"""The year of a plan: the leader's page, indicators, tables and documents."""
