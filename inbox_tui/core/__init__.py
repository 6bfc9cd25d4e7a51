"""The business: pure functions and values. No I/O, no clock, no threads, standard library only."""
