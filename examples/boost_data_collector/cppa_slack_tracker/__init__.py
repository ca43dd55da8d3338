"""Slack teams, channels, memberships and messages."""
