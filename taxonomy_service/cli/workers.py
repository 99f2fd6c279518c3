"""Workers under watch: uvicorn's supervisor, which here learns at once when one dies."""

from uvicorn import Config
from uvicorn.supervisors import Multiprocess


def run_workers(config: Config) -> None:
    """Start the workers of a configuration on one socket, and replace those that die, until a signal ends them all."""
    Watch(config, sockets=[config.bind_socket()]).run()


class Watch(Multiprocess):
    """Asks each worker for a sign of life; where it died meanwhile, the pipe to it ends.

    It only does when this process has let go of the worker's end, which uvicorn does not: it would wait for the sign of
    a worker that was killed as long as for that of one that is slow to start.
    """

    def keep_subprocess_alive(self) -> None:
        """Let go of the ends of all workers, then look after them."""
        for process in self.processes:
            process.child_conn.close()
        super().keep_subprocess_alive()
