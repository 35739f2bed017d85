"""What benchmarks.pipeline stands on: a Discord, clients and a database, each a process."""
