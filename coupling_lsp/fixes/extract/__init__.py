"""Moves the query of another app's model into the services of that app, without any rule."""
