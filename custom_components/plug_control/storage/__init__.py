"""Files on disk: where the ledger is, memories of config entries, kept ledgers, and past names."""
