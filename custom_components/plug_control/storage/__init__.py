"""What is kept on disk: the ledger's place, what is remembered, names of what is gone."""
