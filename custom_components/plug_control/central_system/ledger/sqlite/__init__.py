"""The ledger's file: tables, their rows, commits, and what to do where it is damaged."""
