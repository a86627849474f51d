#!/usr/bin/env python3
"""What the pane of a guided lesson promises: keys, words after the run, nothing told beforehand,
the sandbox beside it, the glossary, progress, and lessons that are written while they are taken."""
import os
import re
import shutil
import time

from learner import H2, begin, fill, lesson, lock, pick, press, seen, settle
from layout_checks import check
from sentences import run


def test_choosing_is_not_locking_and_keys_choose(start, shot):
    with begin(start, H2, "en") as window:
        window.key("PageDown")
        window.key("2")
        state = lesson(window)
        assert state["beat"] == "first-segment" and not state["done"], state
        window.key("Ctrl+Enter")
        window.frames(4)
        assert lesson(window)["beat"] == "syn-sent"


def type_a_wrong_number(window):
    window.key("PageDown")
    pick(window, "syn")
    lock(window)
    window.key("PageDown")
    fill(window, "", 1000)


def test_a_wrong_answer_is_answered_in_its_own_words_after_the_run(start, shot):
    with begin(start, H2, "en") as window:
        type_a_wrong_number(window)
        press(window, "lesson.lock")
        window.frames(2)
        assert "used up number 1\u2009000" not in " ".join(window.state()["visible_text"])
        settle(window)
        text = " ".join(window.state()["visible_text"])
        assert "used up number 1\u2009000" in text, text
        assert "1\u2009001 = 1\u2009000 + 1 (mod" in text, text
        shot(window, "feedback")


def test_what_is_said_to_a_prediction_stands_at_its_row_too(start, shot):
    with begin(start, H2, "en") as window:
        type_a_wrong_number(window)
        lock(window)
        rows = {row["id"]: row for row in window.widgets()}
        said = rows["lesson.callout.verdict"]["rect"]
        row = rows["ladder.row.2"]["seen"]
        assert 0 < said[1] - (row[1] + row[3]) < 40, (said, row)
        assert rows["lesson.callout.verdict"]["label"] == "Look again"
        shot(window, "callout")
        window.click("lesson.next")
        window.frames(3)
        assert not seen(window, "lesson.callout.verdict")


def test_what_is_asked_next_is_not_announced(start, shot):
    with begin(start, H2, "en") as window:
        assert not lesson(window)["guarded"], "no question is open yet"
        assert window.widget("transport.next")["label"] == ""
        window.key("PageDown")
        pick(window, "syn")
        lock(window)
        assert lesson(window)["beat"] == "syn-sent" and not lesson(window)["guarded"]
        assert window.widget("transport.next")["label"] == ""
        shot(window, "before a question")


def test_an_open_question_is_told_by_nothing_on_the_screen(start, shot):
    with begin(start, H2, "en") as window:
        window.key("PageDown")
        pick(window, "syn")
        lock(window)
        window.key("PageDown")
        assert lesson(window)["guarded"]
        window.key("F6")  # the event list as well
        window.frames(3)
        window.key("End")
        window.frames(3)
        for picture in ("events", "ladder"):
            text = " ".join(window.state()["visible_text"]).replace("\u202f", "")
            assert not re.search(r"\b1001\b", text), text
            assert "SYN_RCVD" not in text, text
            next_line = window.widget("transport.next")["label"]
            assert next_line == "", next_line
            shot(window, picture)
            window.key("F6")
            window.frames(3)


def rewrite(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def soon(window, part):
    """Within a second, without a key or a movement of the pointer."""
    deadline = time.monotonic() + 1
    while not any(part in text for text in window.state()["visible_text"]):
        assert time.monotonic() < deadline, (part, window.state()["visible_text"])
        time.sleep(0.1)
        window.frames(1)


def own_lesson(home):
    """A lesson of one's own, where one's own lessons lie."""
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(home, "data", "synscope", "lessons", "my-handshake")
    shutil.copytree(os.path.join(here, "..", "..", "lessons", H2), folder)
    script = os.path.join(folder, "script.lesson")
    with open(script, encoding="utf-8") as file:
        text = file.read().replace(f"id {H2}", "id my-handshake", 1)
    rewrite(script, text)
    return script, text


def test_a_lesson_that_is_written_while_it_is_taken_goes_on_or_is_explained(start, shot):
    path, text = own_lesson(start.home)
    with begin(start, "my-handshake", "en") as window:
        window.key("PageDown")
        pick(window, "syn")
        lock(window)
        before = window.state()
        line = text[:text.index("  ask number")].count("\n") + 1
        rewrite(path, text.replace("  ask number", "  ask nunber", 1))
        soon(window, f"{path}:{line}:")
        soon(window, "did you mean `number`?")
        soon(window, "last good version")
        shot(window, "broken")
        window.key("PageDown")
        assert lesson(window)["beat"] == "ack-number", "the last good version goes on"
        rewrite(path, text.replace("  answer client.iss+1", "  answer client.iss+2", 1))
        soon(window, "was read again")
        assert not any("last good version" in t for t in window.state()["visible_text"])
        assert lesson(window)["beat"] == "ack-number", "at the beat of the same name"
        fill(window, "", 1002)
        lock(window)
        assert any("Right" in t for t in window.state()["visible_text"]), "what is new holds"
        shot(window, "mended")
        words = path.replace("script.lesson", "en.md")
        with open(words, encoding="utf-8") as file:
            english = file.read()
        rewrite(words, english.replace("One segment does two jobs.", "This one does two jobs."))
        soon(window, "This one does two jobs.")
        assert window.state()["playhead_ns"] > before["playhead_ns"], "new words begin nothing anew"


def test_the_sandbox_is_a_copy_and_the_lesson_waits(start, shot):
    with begin(start, H2, "en") as window:
        window.key("PageDown")
        window.click("top.mode.sandbox")
        assert lesson(window)["away"]
        shot(window, "sandbox")
        window.click("top.mode.lesson")
        assert lesson(window)["beat"] == "first-segment" and not lesson(window)["away"]


def test_a_glossary_card_speaks_both_languages(start, shot):
    with begin(start, H2, "zh") as window:
        window.key("F7")
        window.frames(3)
        window.click("glossary.term.syn_sent") if seen(window, "glossary.term.syn_sent") else None
        window.click("glossary.term.isn")
        text = " ".join(window.state()["visible_text"])
        assert "initial sequence number" in text and "初始序号" in text, text
        shot(window, "card")


def test_the_top_bar_of_a_lesson_has_room_on_small_screens(start, shot):
    for language in ("en", "zh"):
        with begin(start, H2, language) as window:
            for size in ((1280, 720), (1024, 768)):
                window.resize(*size)
                check(window, f"lesson, {size}, {language}")
                for part in ("title", "beat", "mode.lesson", "mode.sandbox", "view", "language",
                             "theme", "scale_up", "scale_down", "present", "help"):
                    found = [r for r in window.widgets() if r["id"].startswith("top." + part)]
                    assert found and found[0]["visible"] and found[0]["fits"], (part, size)


def test_progress_survives_a_restart(start, shot):
    with begin(start, H2, "en") as window:
        window.key("PageDown")
        pick(window, "syn")
        lock(window)
    with start() as window:
        window.frames(3)
        window.click("left.card.lessons")
        window.frames(3)
        about = window.widget(f"left.scenario.{H2}.about")["label"]
        assert "3" in about and "15" in about, about
        shot(window, "list")


if __name__ == "__main__":
    run(globals())
