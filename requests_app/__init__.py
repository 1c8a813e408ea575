"""The whole application: a plain package of layers.

Must not hold code of its own; each layer imports only those below it.
"""
