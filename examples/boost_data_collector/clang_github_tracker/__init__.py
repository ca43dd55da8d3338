"""Issues, pull requests and commits of llvm/llvm-project."""
