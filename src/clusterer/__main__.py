"""``python -m clusterer``: the command line."""

from clusterer.cli import main

if __name__ == "__main__":
    main()
