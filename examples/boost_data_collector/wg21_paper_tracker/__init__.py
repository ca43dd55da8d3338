"""Papers of the C++ standards committee."""
