"""Documents for llvm/llvm-project."""
