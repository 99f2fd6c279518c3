"""The dictionaries that the benchmarks use: Debian packages, installed by `make lexicons`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Unavailable

DICTIONARIES = Path("/usr/share/dictd")
_PAIRS = (
    "ara-eng ces-eng dan-eng deu-eng deu-fin deu-fra deu-ita deu-nld deu-pol deu-por deu-spa deu-swe eng-ara eng-ces "
    "eng-dan eng-deu eng-fin eng-fra eng-hin eng-ita eng-jpn eng-nld eng-nor eng-pol eng-por eng-rus eng-spa eng-swe "
    "eng-tur fin-deu fin-eng fra-deu fra-eng fra-fin fra-ita fra-jpn fra-nld fra-pol fra-por fra-spa fra-swe ita-deu "
    "ita-eng ita-pol ita-spa jpn-deu jpn-eng jpn-fra nld-deu nld-eng nld-fra nld-pol nld-spa pol-deu pol-eng pol-fra "
    "por-deu por-eng por-fra por-spa spa-deu spa-eng spa-por swe-deu swe-eng tur-deu tur-eng"
)
FREEDICT = _PAIRS.split()
OTHERS = {"trans-de-en": Path("/usr/share/trans/de-en"), "wordnet-base": Path("/usr/share/wordnet")}


def packages() -> dict[str, Path]:
    """The Debian packages, each with the file or folder that `reference add` takes."""
    freedict = {f"dict-freedict-{pair}": DICTIONARIES / f"freedict-{pair}.index" for pair in FREEDICT}
    return freedict | OTHERS


def installed_lexicons() -> list[Path]:
    """The files that are there; raises Unavailable where none is."""
    paths = [path for path in packages().values() if path.exists()]
    if not paths:
        raise Unavailable("no dictionary is installed; run `make lexicons`")
    return paths


def install() -> None:
    missing = [name for name, path in packages().items() if not path.exists()]
    if not missing:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    print(f"installing {len(missing)} Debian packages", file=sys.stderr)
    subprocess.run([*sudo, "apt-get", "update", "-q"], check=True, stdout=sys.stderr)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
    subprocess.run([*sudo, *command], check=True, stdout=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lexicons", description=__doc__)
    parser.add_argument("--install", action="store_true", help="install what is missing, with apt-get")
    if parser.parse_args().install:
        install()
    for path in installed_lexicons():
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
