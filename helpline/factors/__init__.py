"""Second steps of a log-in: codes of an app, and passkeys. What others made for it is loaded where somebody uses it."""
