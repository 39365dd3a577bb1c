"""What it costs, as a ratio to a floor measured in the same interleaved run."""
