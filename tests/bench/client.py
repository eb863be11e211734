"""Asks for pages and notes how long each took: a process of its own, whose work nobody counts.

Reads what to ask from standard input, writes milliseconds to standard output, both as JSON.
"""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

LEAST = 2  # requests per client: percentiles of fewer are none


@dataclass(frozen=True)
class Task:
    port: int
    paths: list[str]
    # One for everybody, or one for each path: of people who each ask for their own.
    cookies: list[str]
    status: int
    seconds: float
    clients: int


@dataclass(frozen=True)
class Answer:
    milliseconds: list[float]
    seconds: float
    bytes: int


def ask(task: Task) -> Answer:
    started = time.perf_counter()
    with ThreadPoolExecutor(task.clients) as clients:
        results = list(clients.map(lambda client: _one_client(task, client, started), range(task.clients)))
    seconds = time.perf_counter() - started
    sizes = [size for _times, size in results]
    return Answer([one for times, _size in results for one in times], seconds, sum(sizes) // len(sizes))


def _one_client(task: Task, client: int, begin: float) -> tuple[list[float], int]:
    """Every client begins elsewhere among the paths, and asks at least twice."""
    connection = http.client.HTTPConnection("127.0.0.1", task.port, timeout=30)
    times: list[float] = []
    size = 0
    number = client * len(task.paths) // task.clients
    while len(times) < LEAST or time.perf_counter() - begin < task.seconds:
        path = task.paths[number % len(task.paths)]
        cookie = task.cookies[number % len(task.cookies)]
        number += 1
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        times.append((time.perf_counter() - started) * 1000)
        if response.status != task.status:
            raise SystemExit(f"{path} answered {response.status} instead of {task.status}")
        size = len(body)
    connection.close()
    return times, size


if __name__ == "__main__":
    print(json.dumps(asdict(ask(Task(**json.load(sys.stdin))))))
