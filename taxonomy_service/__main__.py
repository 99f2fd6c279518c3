"""Run the command."""


def main() -> None:
    """Run the command, which is loaded here: processes that share its work begin by loading this module."""
    from taxonomy_service.cli.command import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
