"""The policy administrator's page: the rules that judge today. Nothing is changed here."""
