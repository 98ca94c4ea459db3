"""The actions: their fields, their targets, the caller's rights, commands, queries, and files of the ledger."""
