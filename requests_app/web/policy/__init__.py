"""The policy administrators' pages: the rules that judge today, and where the agency is."""
