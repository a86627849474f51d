#!/usr/bin/env python3
"""The named scenarios of requirements B.9 as dialogues with `synscope endpoint`, byte for byte.

The endpoint plays the host whose behaviour the scenario is about; where both ends matter, both are
played. Usage: scenarios_test.py SYNSCOPE FOLDER
"""
from talk import run, tests_of

HELLO = b"hello"


def s01_simultaneous_open_takes_four_segments_and_one_connection(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("S", 0, options={"mss": 1000})
    t.state("SYN_RECEIVED")
    t.expect("SA", 0, 1, options={"mss": 1460})
    t.inject("SA", 0, 1)
    t.state("ESTABLISHED")
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 6)
    assert t.read() == HELLO
    assert len(t.do("list")["socks"]) == 1


def s02_a_host_may_connect_to_itself(talk):
    t = talk()
    t.port = t.peer_port = 5000
    t.sock = t.do("open", mode="active", remote="192.168.0.1:5000", local_port=5000)["sock"]
    for _ in range(10):  # the wire brings everything back
        for packet in t.left[:]:
            t.left.remove(packet)
            t.do("inject", bytes=packet.raw.hex())
    t.state("ESTABLISHED")
    status = t.status()
    assert status["remote"] == "192.168.0.1:5000" and status["local_port"] == 5000
    assert len(t.do("list")["socks"]) == 1


def s03_an_old_duplicate_syn_is_unmasked_by_the_client(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("SA", 300, -10)  # an answer to something that was never sent
    t.expect("R", -10)
    t.state("SYN_SENT")
    t.inject("SA", 0, 1)
    t.expect("A", 1, 1)
    t.state("ESTABLISHED")


def s03_an_old_duplicate_syn_brings_the_server_back_to_listen(talk):
    t = talk().listen()
    t.inject("S", 0)
    t.expect("SA", 0, 1)
    t.inject("R", 1)
    assert t.status(t.listener)["syn_queue"] == 0
    t.quiet(10_000_000)
    t.irs += 5000
    t.inject("S", 0)
    t.expect("SA", 0, 1)


def s04_a_syn_ack_that_meets_a_listener_is_refused(talk):
    t = talk().listen()
    t.inject("SA", 0, 1)
    t.expect("R", 1)
    t.state("LISTEN", t.listener)
    assert len(t.do("list")["socks"]) == 1


def s05_whoever_has_forgotten_answers_data_with_a_reset(talk):
    t = talk()
    t.inject("A", 300, 100, data=HELLO)
    t.expect("R", 100)


def s05_the_survivor_of_a_crash_believes_the_exact_reset(talk):
    t = talk().opened()
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.inject("R", 1)
    t.state("CLOSED")
    t.event("error", err="reset", soft=False)
    t.fails("reset", "receive", sock=t.sock, max=100)


def s06_a_rebooted_peer_learns_that_we_still_know_it(talk):
    t = talk().opened()
    t.inject("S", 40000, options={"mss": 1000})
    t.expect("A", 1, 1)
    t.state("ESTABLISHED")
    t.inject("R", 1)
    t.state("CLOSED")
    t.wait(1_000_000)
    t.inject("S", 40000, options={"mss": 1000})
    t.expect("SA", 0, 40001)


def s06_the_rebooted_end_resets_the_old_connection_and_connects_then(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("A", 300, -100)  # a challenge from a connection that we have forgotten
    t.expect("R", -100)
    t.state("SYN_SENT")
    t.expect("S", 0, at=1_000_000)
    t.inject("SA", 0, 1)
    t.expect("A", 1, 1)


def s07_normal_close_by_us(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    t.state("FIN_WAIT_1")
    t.expect("AF", 1, 1)
    t.inject("A", 1, 2)
    t.state("FIN_WAIT_2")
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")
    assert t.read() is None
    t.wait(59_999_999)
    t.state("TIME_WAIT")
    t.wait(1)
    t.state("CLOSED")


def s07_normal_close_by_the_peer(talk):
    t = talk().opened()
    t.inject("AF", 1, 1)
    t.expect("A", 1, 2)
    t.state("CLOSE_WAIT")
    assert t.read() is None
    t.call("close")
    t.state("LAST_ACK")
    t.expect("AF", 1, 2)
    t.inject("A", 2, 2)
    t.state("CLOSED")
    assert t.status()["error"] is None


def s08_one_segment_with_fin_and_ack_leads_from_fin_wait_1_to_time_wait(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")


def s09_fins_that_cross_lead_through_closing(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("AF", 1, 1)
    t.expect("A", 2, 2)
    t.state("CLOSING")
    t.inject("A", 2, 2)
    t.state("TIME_WAIT")
    t.quiet()
    t.wait(60_000_000)
    t.state("CLOSED")


def s10_a_lost_last_ack_is_sent_again_and_time_wait_starts_anew(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.wait(10_000_000)
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.wait(59_999_999)
    t.state("TIME_WAIT")
    t.wait(1)
    t.state("CLOSED")


def s10_in_last_ack_the_fin_is_sent_again(talk):
    t = talk().opened()
    t.inject("AF", 1, 1)
    t.expect("A", 1, 2)
    t.call("close")
    first = t.expect("AF", 1, 2)
    t.expect("AF", 1, 2, at=first.time + 1_000_000)
    t.expect("AF", 1, 2, at=first.time + 3_000_000)
    t.inject("A", 2, 2)
    t.state("CLOSED")


def s11_a_fin_counts_only_when_everything_before_it_has_come(talk):
    t = talk().opened()
    t.inject("AF", 6, 1, data=b"world")
    t.expect("A", 1, 1)
    t.state("ESTABLISHED")
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 12)
    t.state("CLOSE_WAIT")
    assert t.read() == b"helloworld"
    assert t.read() is None


def s11_the_fin_is_retransmitted_with_the_data_before_it(talk):
    t = talk().opened()
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.call("shutdown", how="w")
    t.expect("AF", 6, 1)
    again = t.expect("APF", 1, 1, HELLO)
    assert again.time >= 1_000_000
    t.inject("A", 1, 7)
    t.state("FIN_WAIT_2")


def s12_half_closed_we_go_on_receiving(talk):
    t = talk().opened()
    t.call("shutdown", how="w")
    t.expect("AF", 1, 1)
    t.inject("A", 1, 2)
    for round_ in range(200):
        at = 1 + round_ * 1000
        t.inject("A", at, 2, data=bytes([round_ % 256]) * 1000)
        t.expect("A", 2, at + 1000)
        assert t.read() == bytes([round_ % 256]) * 1000
    t.quiet(3_600_000_000)
    t.state("FIN_WAIT_2")
    t.fails("closing", "send", sock=t.sock, data="00")


def s13_an_abort_is_a_reset_and_leaves_nothing(talk):
    t = talk().opened()
    t.call("abort")
    t.expect("RA", 1, 1)
    t.state("CLOSED")
    t.inject("A", 1, 1)
    t.expect("R", 1)


def s13_an_aborted_peer_is_told_so(talk):
    t = talk().opened()
    t.inject("R", 1)
    t.fails("reset", "send", sock=t.sock, data="00")
    assert t.status()["error"] == "reset"


def s14_after_a_lost_reset_the_connection_lives_until_it_speaks(talk):
    t = talk().opened()  # the peer's reset is lost: nothing arrives
    t.quiet(3_600_000_000)
    t.state("ESTABLISHED")
    t.send(HELLO)
    t.expect("AP", 1, 1, HELLO)
    t.inject("R", 1)
    t.state("CLOSED")


def s15_a_sweep_of_forged_resets_earns_rationed_challenges(talk):
    t = talk().opened()
    for guess in range(40):
        t.inject("R", 2 + guess * 1000)
    answers = len(t.left)
    assert 1 <= answers <= 10, answers
    for _ in range(answers):
        t.expect("A", 1, 1)
    t.state("ESTABLISHED")


def s15_forged_syns_change_nothing(talk):
    t = talk().opened()
    for guess in range(5):
        t.inject("S", 10 + guess * 1000)
        t.expect("A", 1, 1)
    t.state("ESTABLISHED")


def s15_forged_data_needs_an_acknowledgment_in_range(talk):
    t = talk().opened()
    t.inject("A", 1, 5000, data=b"evil")
    t.expect("A", 1, 1)
    t.inject("A", 1, 1 - 70000, data=b"evil")
    t.expect("A", 1, 1)
    assert t.status()["rcv_queued"] == 0


def s16_a_syn_ack_again_gets_the_ack_that_the_server_lacks(talk):
    t = talk().connect()
    t.expect("S", 0)
    t.inject("SA", 0, 1)
    t.expect("A", 1, 1)
    t.inject("SA", 0, 1)
    t.expect("A", 1, 1)
    t.state("ESTABLISHED")


def s17_at_a_closed_window_a_reset_still_counts(talk):
    t = talk().opened(rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 1000)
    t.expect("A", 1, 1001, window=0)
    t.inject("R", 1001)
    t.state("CLOSED")
    assert len(t.read()) == 1000  # what had come is not lost
    t.fails("reset", "receive", sock=t.sock, max=1)


def s17_at_a_closed_window_a_fin_has_to_wait(talk):
    t = talk().opened(rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 1000)
    t.expect("A", 1, 1001, window=0)
    t.inject("AF", 1001, 1)
    t.expect("A", 1, 1001, window=0)
    t.state("ESTABLISHED")
    assert len(t.read()) == 1000
    t.expect("A", 1, 1001, window=1000)
    t.inject("AF", 1001, 1)
    t.expect("A", 1, 1002)
    t.state("CLOSE_WAIT")


def s17_at_a_closed_window_urgent_data_is_announced(talk):
    t = talk().opened(rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 1000)
    t.expect("A", 1, 1001, window=0)
    t.inject("AU", 1001, 1, urgent=1, data=b"!")
    t.expect("A", 1, 1001, window=0)
    t.event("urgent")


def s18_a_corrupted_segment_was_never_there(talk):
    t = talk().opened()
    before = t.status()
    damaged = bytearray(t.bytes_of("A", 1, 1, data=HELLO))
    damaged[-1] ^= 1
    t.do("inject", bytes=damaged.hex())
    t.quiet()
    t.event("dropped", rule="checksum_wrong")
    assert t.status() == {**before, "t": t.now}
    t.inject("A", 1, 1, data=HELLO)
    t.expect("A", 1, 6)


def s19_two_window_probes_that_cross_open_both_windows(talk):
    t = talk().opened(win=5, rcv_buf=1000)
    t.inject("A", 1, 1, data=b"x" * 1000, win=5)
    t.expect("A", 1, 1001, window=0)
    t.send(HELLO + b"!")
    t.expect("A", 1, 1001, HELLO)
    t.inject("A", 1001, 6, win=0)
    t.quiet()
    probe = t.expect("A", 6, 1001, b"!")
    assert probe.window == 0
    t.inject("A", 1001, 6, data=b"?", win=100)  # the peer's probe: no room, but news of its window
    t.expect("A", 6, 1001)
    t.expect("AP", 6, 1001, b"!")
    assert t.status()["snd_wnd"] == 100


if __name__ == "__main__":
    run(tests_of(globals()))
