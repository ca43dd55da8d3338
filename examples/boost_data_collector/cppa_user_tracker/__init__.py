"""The identity hub: one profile per person and platform."""
