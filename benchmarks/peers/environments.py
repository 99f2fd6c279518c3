"""One virtual environment a peer, since their requirements contradict ours and each other's.

`python -m benchmarks.peers.environments` makes them.
"""

import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.figures import Unavailable

FOLDER = Path(__file__).parents[2] / ".venv-peers"
REQUIREMENTS = {
    "oxigraph": ["oxigraph==0.5.13"],
    "rdflib-endpoint": ["rdflib-endpoint[cli,oxigraph]==0.6.3", "oxrdflib==0.5.0"],
    "csv-reconcile": ["csv-reconcile==0.3.2"],
    "atramhasis": ["atramhasis==4.0.0", "waitress==3.0.2"],
}


def program(peer: str, name: str) -> str:
    """The path of a program of a peer; raises Unavailable where the peer is not installed."""
    path = FOLDER / peer / "bin" / name
    if not path.exists():
        raise Unavailable(f"{peer} is not installed (python -m benchmarks.peers.environments)")
    return str(path)


def install(peer: str) -> None:
    """Make the environment of a peer, once for the versions named above."""
    stamp, wanted = FOLDER / peer / "installed.txt", "\n".join(REQUIREMENTS[peer])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    venv.create(FOLDER / peer, with_pip=True, clear=True)
    pip = [str(FOLDER / peer / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *REQUIREMENTS[peer]], check=True)
    stamp.write_text(wanted)


def main() -> int:
    for peer, wanted in REQUIREMENTS.items():
        print(f"{peer}: {', '.join(wanted)}", flush=True)
        install(peer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
