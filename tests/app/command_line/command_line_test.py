#!/usr/bin/env python3
"""What a person meets at the command line: help, exit codes, mistakes, languages, same bytes.

Usage: command_line_test.py SYNSCOPE FOLDER
"""
import json
import os
import pathlib
import subprocess
import sys

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
ENGLISH = {**os.environ, "LC_ALL": "C"}


def synscope(*arguments, environment=None):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False,
                          env=environment or ENGLISH, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def expect(condition, *what):
    assert condition, what


def help_names_every_command():
    code, out, _ = synscope("--help")
    expect(code == 0, code)
    for command in ("run", "lint", "list", "rules", "drive", "endpoint"):
        expect(f"synscope {command}" in out, command, "has no example")
        code, own, _ = synscope(command, "--help")
        expect(code == 0 and ("Example: " in own or "synscope " in own), command)


def help_speaks_chinese():
    for asked in (synscope("--lang", "zh", "--help"),
                  synscope("--help", environment={**os.environ, "LC_ALL": "zh_CN.UTF-8"})):
        expect("示例" in asked[1], asked[1])


def wrong_arguments_end_with_2():
    for arguments in (["walk"], ["run"], ["run", "handshake", "--until", "soon"],
                      ["run", "handshake", "--seed", "x"], ["run", "handshake", "--lang", "fr"],
                      ["run", "no-such-scenario"], ["--width", "3"],
                      ["run", "handshake", "--json", "-", "--pcap", "-"],
                      ["run", "handshake", "--ladder", "--json", "-"]):
        code, out, err = synscope(*arguments)
        expect(code == 2, arguments, code)
        expect(err != "" and out == "", arguments, out, err)


def a_near_name_is_offered():
    _, _, err = synscope("run", "handshaek")
    expect("did you mean `handshake`" in err, err)


def an_expectation_that_fails_ends_with_1():
    script = FOLDER / "wrong.lesson"
    script.write_text("script 1\nid wrong\ntitle t\nabout a\nhost x 10.0.0.1\nhost y 10.0.0.2\n"
                      "expect x ESTABLISHED\n")
    code, _, err = synscope("run", str(script))
    expect(code == 1, code)
    expect("wrong.lesson:7: expected `expect x ESTABLISHED`, found `CLOSED`" in err, err)
    code, _, err = synscope("lint", str(script))
    expect(code == 1 and "wrong.lesson:7" in err, code, err)
    code, _, _ = synscope("run", str(script), "--until", "1s")
    expect(code == 0, "a shortened run is not judged", code)


def a_broken_script_ends_with_1_and_its_place():
    script = FOLDER / "broken.lesson"
    script.write_text("script 1\nid broken\nhots x 10.0.0.1\nwire latenzy 5ms\n")
    for command in ("run", "lint"):
        code, _, err = synscope(command, str(script))
        expect(code == 1, command, code)
        expect("broken.lesson:3:1: found `hots`" in err and "broken.lesson:4:6: " in err, err)


def a_broken_script_is_explained_in_the_language_asked_for():
    script = FOLDER / "broken.lesson"
    script.write_text("script 1\nid broken\nhots x 10.0.0.1\n")
    for command in ("run", "lint"):
        _, _, err = synscope(command, str(script), "--lang", "zh")
        expect("broken.lesson:3:1: 这里是 `hots`，应为语句；是否想写 `host`？" in err, err)


def without_graphics_it_is_said_what_to_try():
    no_display = dict(os.environ, DISPLAY=":4711")
    no_display.pop("WAYLAND_DISPLAY", None)
    for language, words in (("en", "What you can try:"), ("zh", "可以尝试：")):
        code, _, err = synscope("--lang", language, environment=no_display)
        expect(code == 1 and words in err and "LIBGL_ALWAYS_SOFTWARE=1 synscope" in err, err)


def shipped_scenarios_are_sound():
    code, out, err = synscope("lint")
    expect(code == 0, err)
    _, listed, _ = synscope("list")
    expect(len(out.splitlines()) == len(listed.splitlines()) >= 11, out, listed)


def a_scenario_has_many_names():
    by_id = synscope("run", "handshake")
    folder = pathlib.Path(__file__).parents[3] / "lessons" / "handshake"
    expect(by_id == synscope("run", str(folder)), "the folder")
    expect(by_id == synscope("run", str(folder / "script.lesson")), "the script")


def events_come_in_both_languages():
    english = synscope("run", "handshake", "--events", "--lang", "en")[1]
    chinese = synscope("run", "handshake", "--events", "--lang", "zh")[1]
    expect(len(english.splitlines()) == len(chinese.splitlines()) > 100)
    expect("client sends #1 SYN" in english, english[:2000])
    expect("客户端" in chinese and "\u2021" not in english + chinese, "a text is missing")


def json_lines_are_json():
    _, out, _ = synscope("run", "lost-third-ack", "--json", "-")
    facts = [json.loads(line)["fact"] for line in out.splitlines()[1:]]
    expect(facts.count("packet_dropped") == 3, facts)


def the_seed_matters_only_where_there_are_dice():
    script = FOLDER / "dice.lesson"
    script.write_text("script 1\nid dice\ntitle t\nabout a\n"
                      "host client 10.0.0.1\nhost server 10.0.0.2\nwire latency 5ms loss 30%\n"
                      "at 0 server listen 80\nat 0 client connect server:80\n"
                      "when client ESTABLISHED client send 20000\nrun until 60s\n")
    def with_seed(seed):
        return synscope("run", str(script), "--seed", seed, "--json", "-")[1]
    expect(with_seed("1") == with_seed("1") != with_seed("2"))


def the_table_of_requirements_is_the_committed_one():
    code, out, err = synscope("rules")
    expect(code == 0 and err == "", code, err)
    expect("| MUST-13 | " in out and "| time_wait_started | RFC 9293 3.6.1 | MUST | " in out)
    root = pathlib.Path(__file__).resolve().parents[3]
    expect(out == (root / "engine/tcp/REQUIREMENTS.md").read_text(), "REQUIREMENTS.md is stale")


def one_requirement_or_one_rule_can_be_asked_for():
    for asked in ("MUST-13", "must-13"):
        code, out, _ = synscope("rules", asked)
        expect(code == 0 and out.startswith("MUST-13: "), out)
        expect("  rule      time_wait_over (RFC 9293 3.10.8): " in out, out)
        expect("  test      tests/engine/tcp/close_test.cpp: " in out, out)
    code, out, _ = synscope("rules", "time_wait_over")
    expect(code == 0 and "  serves    MUST-13, " in out, out)


def an_unknown_requirement_is_answered_with_the_nearest():
    for asked, near in (("MUST-133", "MUST-13"), ("time_wiat_over", "time_wait_over")):
        code, out, err = synscope("rules", asked)
        expect(code == 2 and out == "", code, out)
        expect(asked in err and f"did you mean `{near}`" in err, err)
    code, out, err = synscope("rules", "quite-something-else")
    expect(code == 2 and out == "" and "quite-something-else" in err, err)
    expect("did you mean" not in err, err)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for test in (help_names_every_command, help_speaks_chinese, wrong_arguments_end_with_2,
                 a_near_name_is_offered, an_expectation_that_fails_ends_with_1,
                 a_broken_script_ends_with_1_and_its_place,
                 a_broken_script_is_explained_in_the_language_asked_for,
                 without_graphics_it_is_said_what_to_try, shipped_scenarios_are_sound,
                 a_scenario_has_many_names, events_come_in_both_languages, json_lines_are_json,
                 the_seed_matters_only_where_there_are_dice,
                 the_table_of_requirements_is_the_committed_one,
                 one_requirement_or_one_rule_can_be_asked_for,
                 an_unknown_requirement_is_answered_with_the_nearest):
        test()
        print("ok", test.__name__)


if __name__ == "__main__":
    main()
