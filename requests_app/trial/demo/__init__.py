"""The invented agency of a trial: its people, its drawn pictures, its cases.

Everything here is made up; nothing here may be read by the product itself.
"""
