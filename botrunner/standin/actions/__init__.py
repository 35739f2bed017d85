"""What happens on Discord: each function changes the world, dispatches it and writes it down."""
