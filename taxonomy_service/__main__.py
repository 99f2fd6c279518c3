"""Run the command."""

import gc

gc.disable()  # what is loaded stays; the command looks for garbage again once it is

from taxonomy_service.cli.command import main  # noqa: E402

if __name__ == "__main__":
    main()
