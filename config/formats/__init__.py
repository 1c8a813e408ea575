"""Formats of dates and times, a language a folder, where Django looks for them."""
