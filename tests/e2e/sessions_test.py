#!/usr/bin/env python3
"""Sessions that survive: saved and opened, kept by themselves, there again after a crash.

Each test is a sentence with a home of its own; it starts the program as often as it needs."""
import glob
import os
import random
import shutil
import time

from layout_checks import check
from sentences import run


def texts(window):
    return [toast["text"] for toast in window.state()["toasts"]]


def says(window, part):
    return any(part in text for text in texts(window))


def rewrite(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def press_third(window):
    window.click("transport.play")
    window.until(lambda s: any(p["id"] == 3 for p in s["in_flight"]), "the third is in flight")
    window.ask("press_segment", packet=3)
    window.frames(2)


def drop_third(window):
    press_third(window)
    window.click("wire.menu.drop")
    window.key("Space")


def take(window, label):
    toast = next(t for t in window.state()["toasts"] if t["offer"] == label)
    window.click(f"toast.toast.{toast['id']}.action")
    window.frames(3)


def same(before, after):
    for key in ("fingerprint", "branch", "branches", "scenario", "playhead_ns", "position"):
        assert before[key] == after[key], (key, before[key], after[key])


def test_a_killed_program_offers_its_experiment_at_the_next_start(start, shot):
    with start() as window:
        drop_third(window)
        window.key("Home")
        window.key("K")
        before = window.state()
        window.process.kill()
        window.process.wait()
    with start() as window:
        state = window.state()
        assert state["branches"] == ["A"] and state["playhead_ns"] == 0, "nothing is forced"
        assert says(window, "Continue where you were?"), texts(window)
        shot(window, "offer")
        check(window, "the offer to continue")
        take(window, "Continue")
        after = window.state()
        same(before, after)
        window.click("top.branch.A")
        window.key("End")
        window.key("Ctrl+Z")
        assert says(window, "Undone: drop #3"), texts(window)
        shot(window, "continued")
        check(window, "the experiment of before")


def kept_interventions(home):
    kept = max(glob.glob(home + "/.local/state/synscope/**/*.synscope", recursive=True),
               key=os.path.getmtime)
    return open(kept, encoding="utf-8").read().count("\n  at ")


def test_at_fifty_random_moments_a_kill_loses_the_last_intervention_at_most(start, shot):
    chance = random.Random(4)
    done = 0
    for moment in range(50):
        with start() as window:
            if moment == 0:
                press_third(window)
                window.key("Escape")
            else:
                take(window, "Continue")
            for _ in range(chance.randint(1, 3)):
                window.key("H")  # held and released in turn
                done += 1
            window.process.stdin.write('{"op":"key","chord":"H"}\n{"op":"frames","n":2}\n')
            window.process.stdin.flush()
            time.sleep(chance.uniform(0, 0.03))
            window.process.kill()
            window.process.wait()
        kept = kept_interventions(start.home)
        assert kept in (done, done + 1), (moment, kept, done)
        done = kept


def test_a_closed_program_offers_where_it_was(start, shot):
    with start() as window:
        drop_third(window)
        window.key("Home")
        window.key("Right")
        window.until(lambda s: not s["animating"], "the step ends")
        before = window.state()
    with start("--lang", "zh") as window:
        assert says(window, "从上次停下的地方继续？"), texts(window)
        shot(window, "offer-zh")
        check(window, "the offer to continue, in Chinese")
        take(window, "继续")
        same(before, window.state())


def test_nothing_is_offered_when_nothing_was_done(start, shot):
    with start() as window:
        window.click("transport.play")
        window.frames(60)
    with start() as window:
        assert window.state()["toasts"] == [], texts(window)


def test_a_fresh_start_neither_keeps_nor_offers(start, shot):
    with start() as window:
        drop_third(window)
    with start("--fresh") as window:
        assert window.state()["toasts"] == [], texts(window)
        window.key("K")
        window.key("K")
    with start() as window:
        take(window, "Continue")
        assert window.state()["branches"] == ["A"], "of the first program, not of the fresh one"


def test_another_scenario_does_not_overwrite_what_was_kept(start, shot):
    with start() as window:
        drop_third(window)
        before = window.state()
        window.click("left.card.lessons")
        window.scroll_to("left.scenario.lost-third-ack", 100, 400)
        window.click("left.scenario.lost-third-ack")
        window.key("K")
    with start() as window:
        window.key("Ctrl+O")
        rows = [w for w in window.widgets() if w["id"].startswith("session.open.row.")
                and "label" not in w["id"].rsplit(".", 1)[-1]]
        assert len(rows) == 2 and all("kept automatically" in r["label"] for r in rows), rows
        shot(window, "kept-list")
        check(window, "the dialog with kept sessions")
        window.click(next(r["id"] for r in rows if "first-handshake" in r["label"]))
        window.click("session.open.ok")
        assert window.state()["fingerprint"] == before["fingerprint"]


def test_saving_under_a_name_and_opening_it_from_the_list(start, shot):
    with start("--fresh") as window:
        drop_third(window)
        window.key("Ctrl+S")
        assert window.state()["frozen"] == "dialog"
        shot(window, "save")
        check(window, "the dialog to save")
        window.key("Enter")
        assert says(window, "Saved: ") and says(window, "first-handshake.synscope"), texts(window)
        shot(window, "saved")
        check(window, "the toast with the path")
        before = window.state()
        window.key("K")
        window.key("Ctrl+S")
        assert window.state()["frozen"] is None, "it has a name now"
    with start("--fresh") as window:
        window.key("Ctrl+O")
        shot(window, "open")
        window.click("session.open.row.0")
        window.click("session.open.ok")
        after = window.state()
        assert after["branches"] == ["A", "B"] and after["fingerprint"] == before["fingerprint"]
        assert says(window, "Opened: "), texts(window)


def saved_file(start):
    with start("--fresh") as window:
        drop_third(window)
        window.key("Ctrl+S")
        window.key("Enter")
        return window.home + "/data/synscope/sessions/first-handshake.synscope", window.state()


def test_a_file_on_the_command_line_is_opened(start, shot):
    path, before = saved_file(start)
    with start("--fresh", path) as window:
        same(before, window.state())


def test_broken_and_newer_files_say_what_is_wrong_in_both_languages(start, shot):
    path, _ = saved_file(start)
    text = open(path, encoding="utf-8").read()
    broken, newer = path + ".broken", path + ".newer"
    rewrite(broken, text.replace("packet 3 drop", "packet 3 drip"))
    rewrite(newer, text.replace("synscope-session 3", "synscope-session 7"))
    line = text.splitlines().index(next(x for x in text.splitlines() if "packet 3 drop" in x)) + 1
    for language, wrong, new in (("en", "did you mean `drop`?", "made with a newer version"),
                                 ("zh", "`drop`", "由更新的版本创建")):
        with start("--fresh", "--lang", language, broken) as window:
            assert says(window, f"{broken}:{line}:") and says(window, wrong), texts(window)
            assert window.state()["branches"] == ["A"]
            shot(window, "broken-" + language)
            check(window, "a broken session, " + language)
        with start("--fresh", "--lang", language, newer) as window:
            assert says(window, new) and says(window, "7"), texts(window)
            shot(window, "newer-" + language)
            check(window, "a newer session, " + language)


def test_a_newer_session_opens_read_only_and_nothing_can_be_changed(start, shot):
    path, before = saved_file(start)
    text = open(path, encoding="utf-8").read()
    newer = path + ".newer"
    first = text.split("\n", 1)[0]
    other = text.replace(first, "synscope-session 7")
    rewrite(newer, other.replace("playhead", "mood A\nplayhead"))
    written = open(newer, encoding="utf-8").read()
    with start("--fresh", newer) as window:
        take(window, "Open read-only")
        same(before, window.state())
        assert says(window, "the first is line"), texts(window)
        assert "(read-only)" in window.widget("top.title")["label"], window.widget("top.title")
        shot(window, "read-only")
        check(window, "a session that is read-only")
        for key in ("K", "M", "Ctrl+Z", "Ctrl+S"):
            window.key(key)
            assert says(window, "is open read-only"), texts(window)
        same(before, window.state())
        window.key("Ctrl+L")
        shot(window, "read-only-zh")
        check(window, "a session that is read-only, in Chinese")
    assert open(newer, encoding="utf-8").read() == written


def test_what_a_newer_session_does_not_tell_us_is_not_played(start, shot):
    path, _ = saved_file(start)
    text = open(path, encoding="utf-8").read()
    newer = path + ".newer"
    rewrite(newer, text.replace("synscope-session 3", "synscope-session 7")
            .replace("packet 3 drop", "packet 3 bend"))
    with start("--fresh", newer) as window:
        take(window, "Open read-only")
        before = window.state()
        window.click("transport.play")
        window.frames(200)
        after = window.state()
        assert not after["playing"] and says(window, "only a newer version"), texts(window)
        assert after["fingerprint"] == before["fingerprint"]
        assert "not known" in window.widget("transport.next")["label"]
        shot(window, "cut")
        window.key("Ctrl+L")
        assert "无法得知" in window.widget("transport.next")["label"]
        check(window, "a session that was cut, in Chinese")


def test_a_place_that_cannot_be_written_is_named_and_another_offered(start, shot):
    with start("--fresh") as window:
        window.key("Ctrl+S")
        window.key("Ctrl+A")
        window.type("/proc/synscope/mine.synscope")
        window.key("Enter")
        assert says(window, "Cannot write /proc/synscope/mine.synscope"), texts(window)
        shot(window, "not-written")
        check(window, "a place that cannot be written")
        take(window, "Choose another place")
        assert window.state()["frozen"] == "dialog"


def test_branches_have_rails_and_from_the_fifth_on_a_list(start, shot):
    with start("--fresh") as window:
        drop_third(window)
        for count, letter in enumerate("BCD", start=2):
            window.key("Home")
            window.key("K")
            assert window.state()["branch"] == letter
            check(window, f"{count} branches")
        shot(window, "rails")
        window.key("Ctrl+L")
        check(window, "four branches in Chinese")
        window.click("top.branch.B")
        assert window.state()["branch"] == "B"
        window.key("K")
        shot(window, "list-zh")
        check(window, "five branches in Chinese")
        assert window.state()["branch"] == "E" and window.widget("top.branch")["operable"]


def test_branches_are_named_deleted_and_brought_back_and_names_survive(start, shot):
    with start("--fresh") as window:
        drop_third(window)
        window.key("Home")
        window.key("K")
        take(window, "Name it…")
        shot(window, "name-dialog")
        check(window, "the dialog for a name")
        window.type("client waits")
        window.key("Enter")
        rail = window.widget("top.branch.B")
        assert rail["label"] == "B: client waits", rail
        shot(window, "named")
        check(window, "a named branch")
        window.click("top.branch.B")
        window.click("top.branch.menu.name")
        window.key("Ctrl+A")
        window.type("丢失的 ACK")
        window.key("Enter")
        assert window.widget("top.branch.B")["label"] == "B: 丢失的 ACK"
        window.click("top.branch.B")
        window.click("top.branch.menu.delete")
        assert window.state()["branch"] == "A" and says(window, "Deleted: branch"), texts(window)
        assert "top.branch.B" not in {w["id"] for w in window.widgets()}
        shot(window, "deleted")
        take(window, "Undo")
        assert window.state()["branch"] == "B", "it is back"
        window.click("top.branch.A")
        window.click("top.branch.A")
        window.click("top.branch.menu.delete")
        window.click("top.branch.B")
        window.frames(2)
        shot(window, "menu")
        check(window, "the menu of a branch")
        window.click("top.branch.menu.restore.A")
        assert window.state()["branch"] == "A"
        window.key("Ctrl+S")
        window.key("Enter")
        path = window.home + "/data/synscope/sessions/first-handshake.synscope"
    with start("--fresh", "--lang", "zh", path) as window:
        assert window.widget("top.branch.B")["label"] == "B：丢失的 ACK"
        window.click("top.branch.A")
        shot(window, "menu-zh")
        check(window, "the menu of a branch in Chinese")


def own_scenario(folder):
    """A copy of a prepared scenario that may be written."""
    here = os.path.dirname(os.path.abspath(__file__))
    lesson = os.path.join(here, "..", "..", "lessons", "first-handshake", "script.lesson")
    path = os.path.join(folder, "mine.lesson")
    shutil.copyfile(lesson, path)
    return path


def soon(window, part):
    """Within the second that ux 16 grants, without a key or a movement of the pointer."""
    deadline = time.monotonic() + 1
    while not says(window, part):
        assert time.monotonic() < deadline, (part, texts(window))
        time.sleep(0.1)


def test_a_scenario_file_that_is_written_while_it_runs_is_offered_or_explained(start, shot):
    path = own_scenario(start.home)
    text = open(path, encoding="utf-8").read()
    with start("--fresh", path) as window:
        drop_third(window)
        before = window.state()
        line = text.splitlines().index(next(x for x in text.splitlines() if "listen" in x)) + 1
        rewrite(path, text.replace("listen", "lissten", 1))
        soon(window, f"{path}:{line}:")
        assert says(window, "did you mean `listen`?") and says(window, "last good version")
        shot(window, "broken")
        check(window, "a broken scenario file")
        same(before, window.state())
        window.key("Ctrl+L")
        assert says(window, "是否想写 `listen`？"), "what was said before changes its language"
        assert says(window, "仍使用上一个可用版本") and not says(window, "did you mean")
        rewrite(path, text.replace("listen", "listem", 1))
        soon(window, "`listem`")
        shot(window, "broken-zh")
        check(window, "a broken scenario file in Chinese")
        assert len([t for t in texts(window) if path in t]) == 1, "of the newest version alone"
        window.key("Ctrl+L")
        rewrite(path, text + "# better\n")
        soon(window, "has changed on disk")
        assert not says(window, "last good version")
        same(before, window.state())
        shot(window, "changed")
        check(window, "a changed scenario file")
        take(window, "Reload")
        assert window.state()["playhead_ns"] == 0
        rewrite(path, text)
        soon(window, "has changed on disk")
        rewrite(path, text + "# better\n")
        time.sleep(1)
        assert not says(window, "has changed on disk"), "it is again what is open"


if __name__ == "__main__":
    run(globals())
