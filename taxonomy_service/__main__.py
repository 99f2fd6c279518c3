"""Run the command."""

from taxonomy_service.cli.command import main

if __name__ == "__main__":
    main()
