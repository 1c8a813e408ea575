"""Programs in other hands: the matcher's operator, the signer, the witness, the offline verifier.

Must import only tlog, wire and common of this project, and no Django.
"""
