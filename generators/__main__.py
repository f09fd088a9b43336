"""`python -m generators` is the console script `tonalite`."""

from generators.cli import main

if __name__ == "__main__":
    main()
