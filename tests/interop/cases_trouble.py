"""Cases: windows that close, and peers that die."""

import errno
import os
import signal
import socket
import threading
import time

from bridge import KERNEL, OURS
from cases import case
from conversation import (
    PORT, Sender, bytes_of, digest, kernel_listener, kernel_to_ours, ours_to_kernel, shut,
)


@case
def the_kernels_window_closes_and_opens_again(place):
    bridge = place.endpoint({"rto_min_us": 200_000, "rto_initial_us": 300_000})
    with ours_to_kernel(bridge, receive_buffer=8192) as (sock, peer):
        data = bytes_of(200_000)
        sending = threading.Thread(target=lambda: bridge.send_all(sock, data), daemon=True)
        sending.start()
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["snd_wnd"] == 0)
        time.sleep(1.5)  # window probes, answered
        assert bridge.state(sock) == "ESTABLISHED"
        got = bytearray()
        while len(got) < len(data):
            got += peer.recv(1 << 16)
        sending.join(20)
        assert digest(bytes(got)) == digest(data)


@case
def our_window_closes_and_opens_again(place):
    bridge = place.endpoint({"rcv_buf": 20_000})
    with kernel_to_ours(bridge) as (sock, peer):
        data = bytes_of(200_000)
        sender = Sender(peer, data, shut(peer))
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["rcv_wnd"] == 0)
        time.sleep(1.5)
        assert digest(bridge.receive_all(sock)) == digest(data)
        sender.join(20)
        assert sender.error is None, sender.error


@case
def the_kernels_program_is_killed_in_mid_transfer(place):
    bridge = place.endpoint()
    with kernel_listener(receive_buffer=8192) as listener:
        child = os.fork()
        if child == 0:  # accepts and never reads
            connection, _ = listener.accept()
            time.sleep(60)
            connection.close()
            os._exit(0)
    sock = bridge.ask("open", mode="active", remote=f"{KERNEL}:{PORT}")["sock"]
    bridge.until_state(sock, "ESTABLISHED")
    bridge.ask("send", sock=sock, data=bytes_of(60_000).hex())
    time.sleep(0.3)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    bridge.until_state(sock, "CLOSED")
    assert bridge.ask("status", sock=sock)["error"] == "reset"


@case
def we_are_rebooted_in_mid_transfer_and_the_kernel_finds_out(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (_, peer):
        place.endpoint()  # another process, which remembers nothing
        try:
            for _ in range(100):
                peer.sendall(b"are you there?")
                time.sleep(0.02)
        except (ConnectionResetError, BrokenPipeError):
            return
    raise AssertionError("the kernel was not reset")


@case
def the_kernels_window_update_is_lost_and_a_probe_finds_out(place):
    bridge = place.endpoint({"rto_min_us": 200_000, "rto_initial_us": 300_000})
    with ours_to_kernel(bridge, receive_buffer=8192) as (sock, peer):
        data = bytes_of(100_000)
        sending = threading.Thread(target=lambda: bridge.send_all(sock, data), daemon=True)
        sending.start()
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["snd_wnd"] == 0)
        bridge.link.loss = 100
        got = bytearray(peer.recv(1 << 16))  # the kernel says that there is room: nobody hears it
        time.sleep(0.3)
        bridge.link.loss = 0
        while len(got) < len(data):
            got += peer.recv(1 << 16)
        sending.join(20)
        assert digest(bytes(got)) == digest(data)


@case
def our_window_update_is_lost_and_a_probe_finds_out(place):
    bridge = place.endpoint({"rcv_buf": 20_000})
    with kernel_to_ours(bridge) as (sock, peer):
        data = bytes_of(100_000)
        sender = Sender(peer, data, shut(peer))
        bridge.until("a closed window", lambda: bridge.ask("status", sock=sock)["rcv_wnd"] == 0)
        bridge.link.loss = 100
        got = bytes.fromhex(bridge.ask("receive", sock=sock, max=1 << 20)["data"])
        bridge.link.loss = 0
        assert digest(got + bridge.receive_all(sock)) == digest(data)
        sender.join(20)
        assert sender.error is None, sender.error


@case
def the_kernels_machine_vanishes_and_we_give_up(place):
    bridge = place.endpoint({"user_timeout_us": 1_500_000, "rto_min_us": 200_000})
    with ours_to_kernel(bridge) as (sock, _):
        bridge.link.loss = 100
        bridge.ask("send", sock=sock, data=b"is anybody there?".hex())
        bridge.until_state(sock, "CLOSED")
        assert bridge.ask("status", sock=sock)["error"] == "timed_out"
        bridge.link.loss = 0


@case
def our_machine_vanishes_and_the_kernel_gives_up(place):
    bridge = place.endpoint()
    with kernel_to_ours(bridge) as (_, peer):
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1_500)
        bridge.link.loss = 100
        try:
            for _ in range(200):
                peer.sendall(b"is anybody there?")
                time.sleep(0.05)
        except OSError as error:
            assert error.errno in (errno.ETIMEDOUT, errno.EPIPE), error
            return
    raise AssertionError("the kernel still waits")


@case
def the_kernels_program_is_killed_while_it_sends_and_we_have_a_prefix(place):
    bridge = place.endpoint({"rcv_buf": 20_000})
    listener = bridge.ask("open", mode="passive", local_port=PORT, backlog=8)["sock"]
    data = bytes_of(5_000_000)
    child = os.fork()
    if child == 0:
        with socket.socket() as peer:
            peer.connect((OURS, PORT))
            peer.sendall(data)
        os._exit(0)
    sock = bridge.accept(listener)
    bridge.until("data", lambda: bridge.ask("status", sock=sock)["rcv_queued"] > 0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    got = bridge.receive_all(sock)  # the kernel still sends what it had taken, and a FIN
    assert 0 < len(got) < len(data) and data.startswith(got), len(got)
    bridge.ask("close", sock=sock)
    bridge.until_state(sock, "CLOSED")
