"""One function for each deed: load, decide, save. Who calls commits; what was told goes out after that."""
