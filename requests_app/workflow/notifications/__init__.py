"""How people are told: notices on their pages, the mail about each notice, and mail about their account."""
