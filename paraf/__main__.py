"""`python -m paraf`: the same as the `paraf` command, for the processes that it starts."""

from paraf import main

main()
