"""The pages of account administrators that are more than one act: lists, and pages to read.

They must not write a row; what is done goes through the use cases of `workflow.administration`.
"""
