"""The questions of a search request and how their answers are shown: to the officer, deciders and auditors.
Must not know who is looking; each area decides that for itself."""
