"""The page `report --format html` writes."""
