"""Whether the knowledge base finds what children say, beside what others would take instead."""
