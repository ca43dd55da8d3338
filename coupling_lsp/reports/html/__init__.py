"""Page that `report --format html` writes, with its style sheet `report.css` and its script `report.js`."""
