"""The second pass over a file: places that use names of its project: relations, lookups, and certain functions.

Which attribute loads a row of another model, and which function is called with one, only the whole project knows. It
passes these names as `SearchTerms`. The facts of a piece depend on its text and these terms alone.
"""
