"""The questions of a search request and how their answers are shown: to the officer, deciders and auditors."""
