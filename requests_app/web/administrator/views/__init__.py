"""The pages of account administrators that are more than one act: lists, and pages to read."""
