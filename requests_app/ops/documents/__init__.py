"""The documents that are made from the code's own tables, and the check of every link in all documents."""
