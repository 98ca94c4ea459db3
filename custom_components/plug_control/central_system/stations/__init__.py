"""What is known of each charge point beside the model, and what all parts of the central system share."""
