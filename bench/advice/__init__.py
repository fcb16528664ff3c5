"""How good the advice is, on conversations that were made up before it."""
