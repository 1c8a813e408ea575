"""The pages of account administrators, a file for each subject.

They must not write a row: each calls one use case of `workflow.administration`.
"""
