"""The grid operator's signal (§14a EnWG and its kin): what it limits, and how chargers share what it leaves."""
