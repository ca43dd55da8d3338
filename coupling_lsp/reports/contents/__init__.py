"""What reports are about, before it is text: projects, rows of edges, findings, and sums of them."""
