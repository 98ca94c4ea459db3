"""Documents of sessions: PDF, XLSX and CSV files that can be handed to an employer, a landlord or a tax office."""
