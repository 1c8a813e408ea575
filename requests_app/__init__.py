"""The whole application: a plain package of layers."""
