"""Small ground shared by every layer: time, errors, reference numbers.

Must not import Django nor any other part of this project.
"""
