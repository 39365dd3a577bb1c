"""What happened, and when, in words: for every page that tells it, whichever door it is of."""
