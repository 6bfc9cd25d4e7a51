"""The revision of the casebook that this program writes; apart, so that a look at it needs no library."""

HEAD = "0008"
