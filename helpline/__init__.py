"""A self-hosted helpline where nobody has to say who they are."""
