#!/usr/bin/env python3
"""The protocol tcp-endpoint/1 itself: replies, errors, malformed lines, configuration, time.

Usage: protocol_test.py SYNSCOPE FOLDER
"""
import subprocess
import sys

from talk import PLAIN, Endpoint, run, tests_of

HELLO = b"hello"


def hello_names_protocol_program_and_keys(talk):
    reply = talk().do("hello", proto="tcp-endpoint/1")
    assert reply["proto"] == "tcp-endpoint/1" and reply["name"] and reply["version"]
    assert set(PLAIN) <= set(reply["config"]), set(PLAIN) - set(reply["config"])
    again = talk().do("reset", config=reply["config"])
    assert again["ignored"] == [], again


def another_protocol_is_not_spoken(talk):
    talk().fails("invalid", "hello", proto="tcp-endpoint/2")


def malformed_lines_are_answered_and_change_nothing(talk):
    t = talk().opened()
    before = t.status()
    deep = b"[" * 100_000
    for line, error in (
            (b"nonsense", "bad_json"), (b"{", "bad_json"), (b"[]", "bad_json"), (b"1", "bad_json"),
            (b"null", "bad_json"), (b'"op"', "bad_json"), (b'{"op":"status"', "bad_json"),
            (b'{"op":"run","until":1e999}', "bad_json"), (b'{"op":"\xff"}', "bad_json"),
            (b'{"op":"run\x00"}', "bad_json"), (b"\x00", "bad_json"), (deep, "bad_json"),
            (b'{"op":' + b'{"a":' * 60_000, "bad_json"), (b"{}", "missing_field"),
            (b'{"op":7}', "bad_field"), (b'{"op":null}', "bad_field"),
            (b'{"op":"fly"}', "unknown_op"), (b'{"op":""}', "unknown_op"),
            (b'{"op":"Run","until":5}', "unknown_op"),
            (b'{"op":"run"}', "missing_field"), (b'{"op":"run","until":"5"}', "bad_field"),
            (b'{"op":"run","until":5.5}', "bad_field"),
            (b'{"op":"run","until":99999999999999999999}', "bad_field"),
            (b'{"op":"run","until":18446744073709551615}', "bad_field"),
            (b'{"op":"run","until":9000000000000000000}', "bad_field"),
            (b'{"op":"run","until":5,"stop":"never"}', "bad_field"),
            (b'{"op":"inject"}', "missing_field"), (b'{"op":"inject","bytes":"123"}', "bad_field"),
            (b'{"op":"inject","bytes":"zz"}', "bad_field"),
            (b'{"op":"inject","bytes":[1]}', "bad_field"),
            (b'{"op":"status"}', "missing_field"), (b'{"op":"status","sock":"1"}', "bad_field"),
            (b'{"op":"status","sock":99}', "no_such_sock"),
            (b'{"op":"status","sock":-1}', "no_such_sock"),
            (b'{"op":"status","sock":18446744073709551615}', "bad_field"),
            (b'{"op":"send","sock":2}', "missing_field"),
            (b'{"op":"send","sock":2,"data":"0"}', "bad_field"),
            (b'{"op":"send","sock":2,"data":"00","urgent":1}', "bad_field"),
            (b'{"op":"receive","sock":2}', "missing_field"),
            (b'{"op":"receive","sock":2,"max":-1}', "bad_field"),
            (b'{"op":"shutdown","sock":2}', "missing_field"),
            (b'{"op":"shutdown","sock":2,"how":"x"}', "bad_field"),
            (b'{"op":"open"}', "missing_field"), (b'{"op":"open","mode":"odd"}', "bad_field"),
            (b'{"op":"open","mode":"passive","backlog":1}', "missing_field"),
            (b'{"op":"open","mode":"passive","local_port":80}', "missing_field"),
            (b'{"op":"open","mode":"passive","local_port":65536,"backlog":1}', "bad_field"),
            (b'{"op":"open","mode":"active"}', "missing_field"),
            (b'{"op":"open","mode":"active","remote":"1.2.3.4"}', "bad_field"),
            (b'{"op":"open","mode":"active","remote":"1.2.3:80"}', "bad_field"),
            (b'{"op":"open","mode":"active","remote":"1.2.3.4:80x"}', "bad_field"),
            (b'{"op":"open","mode":"active","remote":"224.0.0.1:80"}', "invalid"),
            (b'{"op":"open","mode":"active","remote":"255.255.255.255:80"}', "invalid"),
            (b'{"op":"reset","addr":"300.1.1.1"}', "bad_field"),
            (b'{"op":"reset","profile":"minix"}', "bad_field"),
            (b'{"op":"reset","config":[]}', "bad_field"),
            (b'{"op":"reset","config":{"mss":"x"}}', "bad_field"),
            (b'{"op":"config"}', "missing_field"),
            (b'{"op":"config","config":{"mss":1460,"window_scale":15}}', "bad_field"),
            (b'{"op":"config","config":{"nagle":1}}', "bad_field"),
            (b'{"op":"config","config":{"congestion":"vegas"}}', "bad_field"),
            (b'{"op":"set","sock":2,"config":{"ttl":0}}', "bad_field")):
        reply = t.endpoint.line(line)
        assert not reply["ok"] and reply["err"] == error, (line[:80], error, reply)
        assert reply["t"] == t.now and reply["message"], reply
        assert "sent" not in reply and "events" not in reply, reply
    assert t.status() == before


def a_line_longer_than_any_request_is_refused_whole(talk):
    t = talk()
    reply = t.endpoint.line(b'{"op":"inject","bytes":"' + b"0" * (17 << 20) + b'"}')
    assert not reply["ok"] and reply["err"] == "bad_json", reply
    t.do("list")


def blank_lines_are_skipped_and_quit_ends_it(_):
    done = subprocess.run([sys.argv[1], "endpoint"], capture_output=True, check=False, timeout=60,
                          input=b'\n  \t\r\n{"op":"next"}\n\n{"op":"quit"}\n{"op":"next"}\n')
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2, done
    done = subprocess.run([sys.argv[1], "endpoint"], capture_output=True, check=False, timeout=60,
                          input=b'{"op":"next"}')
    assert done.returncode == 0 and b'"t_next":null' in done.stdout, done


def any_bytes_at_all_may_be_handed_in(talk):
    t = talk().opened()
    sound = t.bytes_of("A", 1, 1, data=HELLO)
    for junk in (b"", b"\0", b"E", sound[:19], sound[:39], sound[:-1], b"\x65" + sound[1:],
                 b"\xff" * 1500, bytes(70_000), sound[:9] + b"\x11" + sound[10:]):
        t.events.clear()
        t.do("inject", bytes=junk.hex())
        t.event("dropped")
        t.quiet()
    t.do("inject", bytes=(sound + b"trailer").hex())
    t.expect("A", 1, 6)


def packets_for_others_are_not_ours(talk):
    t = talk().listen()
    for fields in (dict(to="192.168.0.2"), dict(to="255.255.255.255"), dict(to="224.0.0.1"),
                   dict(source="224.0.0.1"), dict(source="255.255.255.255"),
                   dict(source="0.0.0.0")):
        t.inject("S", 0, **fields)
        t.quiet()


def time_moves_by_run_alone_and_never_backwards(talk):
    t = talk().opened()
    at = t.now
    t.do("run", until=at - 50)
    assert t.now == at
    t.do("run", until=-5)
    assert t.now == at
    t.send(HELLO)
    due = t.do("next")["t_next"]
    assert due == t.timers()["retransmit"]
    t.do("run", until=due - 1)
    assert t.left and len(t.left) == 1
    t.do("run", until=due)
    assert len(t.left) == 2 and t.left[1].time == due


def run_may_stop_at_the_first_packet(talk):
    t = talk().opened()
    t.send(HELLO)
    t.left.clear()
    reply = t.do("run", until=t.now + 10 ** 8, stop="send")
    assert len(t.left) == 1 and reply["t"] == t.left[0].time < 10 ** 8


def the_same_requests_give_the_same_replies(talk):
    def one():
        t = talk(iss=None, seed=7, explain=True)
        reply = t.ask("open", mode="active", remote="192.0.2.1:80")
        return [reply, t.ask("run", until=10 ** 9), t.ask("list")]
    assert one() == one()


def the_seed_decides_the_numbers(talk):
    def number(seed):
        t = talk(iss=None, seed=seed)
        t.ask("open", mode="active", remote="192.0.2.1:80")
        return t.left[0].seq
    assert number(1) == number(1) != number(2)


def unknown_keys_are_named_and_known_ones_kept(talk):
    t = talk(wings=2, nagle=False)
    assert t.reset["ignored"] == ["wings"]
    assert t.do("config", config={"tail": 1, "ttl": 9})["ignored"] == ["tail"]
    t.opened()
    assert t.do("set", sock=t.sock, config={"fur": None})["ignored"] == ["fur"]
    t.send(HELLO)
    assert t.left[0].ttl == 9


def a_word_may_be_given_as_nothing_or_as_all(talk):
    t = talk(congestion=None, ecn=False, syn_cookies=True, fast_open=True, user_timeout_us=None)
    assert t.reset["ignored"] == []
    t.opened()
    assert t.status()["cwnd"] > 2 ** 30, "no congestion control"
    t.send(HELLO)
    assert "user_timeout" not in t.timers()
    t.fails("bad_field", "config", config={"congestion": True})
    t.fails("bad_field", "config", config={"ecn": 1})


def config_reaches_living_sockets_and_set_only_one(talk):
    t = talk().opened()
    t.do("config", config={"ttl": 17})
    t.send(HELLO)
    assert t.left.pop().ttl == 17
    t.call("set", config={"tos": 8, "nagle": False})
    t.send(HELLO)
    assert t.left.pop().tos == 8
    assert t.do("open", mode="active", remote="192.0.2.9:80")["ok"]
    assert t.left[0].tos == 0


def status_tells_the_variables(talk):
    t = talk(timestamps=True, sack=True, window_scale=3).listen()
    t.inject("S", 0, options={"mss": 1000, "sack_ok": None, "ts": (7, 0), "wscale": 2})
    t.inject("A", 1, 1, options={"ts": (8, 0)})
    t.accept()
    s = t.status()
    one = lambda n: n & 0xFFFFFFFF
    assert s["state"] == "ESTABLISHED" and s["error"] is None
    assert (s["iss"], s["irs"]) == (one(t.iss), one(t.irs))
    assert s["snd_una"] == s["snd_nxt"] == one(t.iss + 1) and s["rcv_nxt"] == one(t.irs + 1)
    assert s["mss"] == 988 and s["flight"] == 0 and s["options"]["window_scale"] == [2, 3]
    assert s["options"]["sack"] and s["options"]["timestamps"]
    assert (s["local_port"], s["remote"], s["remote_port"]) == (8080, "192.0.2.1:40000", 40000)
    for name in ("snd_wnd", "snd_up", "rcv_wnd", "rcv_up", "cwnd", "ssthresh", "srtt_us", "rto_us",
                 "rttvar_us", "backoff", "retransmits", "rcv_queued", "snd_queued", "timers"):
        assert name in s, name
    listener = t.status(t.listener)
    assert listener["state"] == "LISTEN" and listener["backlog"] == 8
    assert listener["syn_queue"] == listener["accept_queue"] == 0 and "cookies" in listener


def events_tell_what_happened(talk):
    t = talk().connect()
    t.event("state", **{"from": "CLOSED", "to": "SYN_SENT", "rule": "active_open"})
    t.event("timer", name="retransmit", what="armed")
    t.inject("SA", 0, 1)
    t.event("connected", sock=t.sock)
    t.event("timer", name="retransmit", what="stopped")
    t.inject("A", 1, 1, data=HELLO)
    t.event("readable", n=5)
    t.inject("AF", 6, 1)
    t.event("eof", sock=t.sock)
    t.send(HELLO)
    t.wait(1_000_000)
    t.event("timer", name="retransmit", what="fired")
    t.inject("R", 7)
    t.event("error", err="reset", soft=False)


def explanations_name_rule_document_and_changes(talk):
    t = talk(explain=True).connect()
    note = t.event("note", rule="active_open")
    assert note["document"] == "RFC 9293" and note["section"] == "3.10.1"
    assert note["changed"]["state"] == ["CLOSED", "SYN_SENT"], note
    t.events.clear()
    t.do("config", config={"explain": False})
    t.events.clear()
    t.inject("SA", 0, 1)
    assert all(event["kind"] != "note" for event in t.events)


def a_listener_may_have_settings_of_its_own(talk):
    t = talk().listen(mss=700, iss=5)
    t.inject("S", 0)
    t.iss = 5
    t.expect("SA", 0, 1, options={"mss": 700})


def a_record_reopened_from_time_wait_is_a_new_socket(talk):
    t = talk().opened()
    t.call("close")
    t.expect("AF", 1, 1)
    t.inject("AF", 1, 2)
    t.expect("A", 2, 2)
    t.state("TIME_WAIT")
    t.do("config", config={"iss": None})
    t.inject("S", 100_000)
    answer = t.left.pop()
    assert answer.flags == "SA"
    t.state("CLOSED")
    t.iss = answer.seq
    t.inject("A", 100_001, 1)
    assert t.accept() == 3
    t.state("ESTABLISHED")


def reset_forgets_everything(talk):
    t = talk().opened()
    t.do("reset")
    assert t.now == 0 and t.do("list")["socks"] == []
    t.fails("no_such_sock", "status", sock=1)


def an_endpoint_may_have_any_address(_):
    endpoint = Endpoint(sys.argv[1])
    endpoint("reset", addr="10.1.2.3")
    reply = endpoint("open", mode="active", remote="192.0.2.1:80")
    assert bytes.fromhex(reply["sent"][0]["bytes"])[12:16] == bytes([10, 1, 2, 3])
    endpoint.close()


if __name__ == "__main__":
    run(tests_of(globals()))
