"""The second pass over a file: the places where names stand that other files of its project made interesting.

Which attribute loads a row of another model, and which function is called with one, only the whole project knows. So
it hands in the names of its relations and of the functions whose parameters matter. What a piece gives depends on the
text and these names bare_lookup_ranges, as in the first pass.
"""
