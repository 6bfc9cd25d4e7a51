"""Two stores: the mail cache, a disposable copy of the server, and the casebook, held nowhere else."""
