"""Run the command."""

import gc


def main() -> None:
    """Run the command, which is loaded here: processes that share its work begin by loading this module."""
    gc.disable()  # what is loaded stays; the command looks for garbage again once it is
    from taxonomy_service.cli.command import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
