"""Receives the events Slack pushes and spools them for the tracker."""
