"""The ledger: sessions and transactions on disk."""
