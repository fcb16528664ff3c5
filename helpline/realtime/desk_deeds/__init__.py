"""What each event at the desk does, by subject; `desk_events.py` puts them together."""
