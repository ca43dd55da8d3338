"""How results remember what they depend on, so that an edit renews just those."""
