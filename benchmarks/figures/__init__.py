"""What pages and figures cost on small and large databases, asked for as browsers do."""
