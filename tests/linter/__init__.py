"""What is shown of import-linter's contracts, against what import-linter itself says."""
