"""From plain events to rows: one transaction a batch, the same rows whatever the batching."""
