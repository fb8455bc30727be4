"""Readers of the Streamlit page without a browser: ``load.py PORT USERS SECONDS AREA...``.

Each holds a session of its own, as a browser does, and chooses one area after the other; prints
how many choices a second were answered, and the 95th hundredth of their milliseconds.
"""

import asyncio
import statistics
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect


def asked(radio="", place=0):
    """Return what a browser sends at first, or when another place of the radio is chosen."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    if radio:
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.int_value = radio, place
    return message.SerializeToString()


async def answered(socket):
    """Read until the script has run; return the first radio and its options, where they came."""
    radio = None
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv())
        element = told.delta.new_element
        if radio is None and element.WhichOneof("type") == "radio":
            radio = element.radio
        if told.WhichOneof("type") == "script_finished":
            return radio


async def reader(port, first, seconds, areas, times, all_here):
    """Choose one area after the other until it is late."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        await socket.send(asked())
        radio = await answered(socket)
        await all_here.wait()
        until = time.monotonic() + seconds
        places, n = [list(radio.options).index(area) for area in areas], first
        while time.monotonic() < until:
            n += 1
            start = time.perf_counter()
            await socket.send(asked(radio.id, places[n % len(places)]))
            await answered(socket)
            times.append(time.perf_counter() - start)


async def main(port, users, seconds, *areas):
    """Let the readers read at the same time, from when all of them are there."""
    times, all_here = [], asyncio.Barrier(int(users))
    await asyncio.gather(
        *(reader(port, n, float(seconds), areas, times, all_here) for n in range(int(users)))
    )
    print(len(times) / float(seconds), statistics.quantiles(times, n=20)[-1] * 1000)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
