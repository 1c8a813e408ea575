"""The views, a file each: what one page shows, as one frozen dataclass, after permission and an event.

Nothing here changes a search; `workflow/viewing.py` holds the order of every view.
"""
