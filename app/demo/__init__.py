"""What a development machine shows: accounts anybody may use. Never in production."""
