"""How many volunteers and nodes a day takes, reckoned from what was measured; puts no load on anything."""
