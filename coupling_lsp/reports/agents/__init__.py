"""Answers for coding agents: values that JSON can hold, in the words of the other reports."""
