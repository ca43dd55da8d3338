"""Requests and notifications of the client, one module for each group."""
