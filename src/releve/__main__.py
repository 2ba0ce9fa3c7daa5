"""`python -m releve` is `releve`."""

from releve.cli import main

if __name__ == "__main__":
    main()
