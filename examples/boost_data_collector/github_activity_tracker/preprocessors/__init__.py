"""Turn stored GitHub raw data into normalized records and documents."""
