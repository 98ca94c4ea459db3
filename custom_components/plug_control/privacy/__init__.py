"""Privacy: find a person's sessions, export, anonymise or delete them, at a user's request or after so many months."""
