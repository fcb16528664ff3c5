"""What a technician types; each command is a file."""
