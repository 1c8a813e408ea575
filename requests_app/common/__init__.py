"""Small ground shared by every layer: time, errors, reference numbers, the reading of foreign data.

Must not import Django nor any other part of this project.
"""
