#!/usr/bin/env python3
"""What happened in words: the event list and the words on the ladder (ux 3.3, 3.6).

usage: events_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os
import sys

from layout_checks import check, overlap
from panels_test import shown
from picture import Picture
from sentences import run
from window_test import play_until_third_is_in_flight


def plates(window):
    return [w for w in window.widgets() if w["id"].startswith("ladder.plate.") and w["visible"]]


def steps(window, count):
    for _ in range(count):
        window.key("Right")
        window.frames(100)


def test_words_beside_the_lifelines_never_lie_over_each_other(start, shot):
    with start("--fresh", "--scenario", "lost-third-ack") as window:
        steps(window, 12)
        window.click("ladder.words")
        for language in ("en", "zh"):
            for size in ((1024, 768), (1280, 720), (1920, 1080)):
                window.resize(*size)
                window.ask("move", x=2, y=2)
                window.frames(2)
                shot(window, f"{size[0]}-{language}")
                here = plates(window)
                assert len(here) > 8, f"there are words: {here}"
                over = [(a["label"], b["label"]) for i, a in enumerate(here) for b in here[i + 1:]
                        if overlap(a["rect"], b["rect"])]
                assert not over, (size, language, over)
            window.key("Ctrl+L")


def test_a_line_that_was_clicked_is_selected_and_copied_by_the_usual_key(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.key("F6")
    row = next(w for w in window.widgets() if w["id"].startswith("events.row.")
               and "client sends #3 ACK" in w["label"])
    window.click(row["id"])
    window.frames(3)
    shot("selected")
    window.key("Ctrl+C")
    window.click("events.search")
    window.key("Ctrl+V")
    window.frames(2)
    assert window.widget("events.hits")["label"].startswith("1 of 1")


def test_the_line_of_the_playhead_runs_behind_words(window, shot):
    play_until_third_is_in_flight(window)
    window.frames(12)
    window.key("Space")
    shot("line")
    line = window.widget("ladder.playhead")["rect"]
    y = line[1] + line[3] / 2
    crossed = [w["rect"] for w in plates(window) if w["rect"][1] + 4 < y < sum(w["rect"][1::2]) - 4]
    assert crossed, "a plate lies at the playhead"
    path = os.path.join(sys.argv[2], "line.png")
    window.screenshot(path)
    for x, top, wide, high in crossed:
        found = Picture(path).pixels((x + 3, top + 2, wide - 6, high - 4))
        assert (0x00, 0x5F, 0xCC) not in found, "words are not struck through"


def test_one_line_is_copied_by_its_menu(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.key("F6")
    row = next(w for w in window.widgets() if w["id"].startswith("events.row.")
               and "client sends #3 ACK" in w["label"])
    window.click(row["id"], button="right")
    assert window.state()["frozen"] == "menu"
    shot("menu")
    check(window, "the menu of a line")
    window.click(f"{row['id']}.menu.copy")
    assert not window.state()["frozen"]
    window.click("events.search")
    window.key("Ctrl+V")
    window.frames(2)
    shot("pasted")
    found = window.widget("events.hits")["label"]
    assert found.startswith("1 of 1"), found


def test_escape_closes_the_large_diagram_and_only_then_lets_go_of_the_selection(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.key("Tab")
    selected = window.state()["selection"]["packet"]
    assert selected
    window.key("F3")
    assert shown(window, "diagram.close")
    window.key("Escape")
    assert not shown(window, "diagram.close")
    assert window.state()["selection"]["packet"] == selected


def rows_seen(window):
    rows = [w for w in window.widgets() if w["id"].startswith("events.row.") and w["visible"]
            and w["id"].count(".") == 2]
    return sorted(rows, key=lambda w: int(w["id"].rsplit(".", 1)[1]))


def test_a_line_takes_the_room_of_its_words_and_the_newest_one_is_seen(window, shot):
    window.key("F6")
    steps(window, 5)
    window.frames(60)
    shot("rows")
    rows = rows_seen(window)
    heights = {round(w["rect"][3]) for w in rows}
    assert len(heights) > 1, f"short and long lines: {heights}"
    for above, below in zip(rows, rows[1:]):
        assert abs(above["rect"][1] + above["rect"][3] - below["rect"][1]) < 1, (above, below)
    newest = rows[-1]
    assert newest["seen"][3] > newest["rect"][3] - 1, f"all of it is seen: {newest}"
    middle = window.widget("events.search")["rect"]
    window.ask("move", x=int(middle[0]), y=int(middle[1] + 200))
    window.ask("wheel", rows=-200)
    window.frames(3)
    assert rows_seen(window)[-1]["id"] == newest["id"], "nothing newer lay below"


def test_toasts_take_room_from_the_list_and_cover_no_line(start, shot):
    path = os.path.join(start.home, "config/synscope/settings.toml")
    os.makedirs(os.path.dirname(path))
    with open(path, "w", encoding="utf-8") as file:
        file.write('[keys]\ndorp = "X"\nfork = "Hyper+J"\nundo = "Nope+1"\n')
    with start() as window:
        steps(window, 6)
        window.key("F6")
        window.frames(3)
        shot(window, "toasts")
        widgets = window.widgets()
        toasts = [w for w in widgets if w["id"].startswith("toast.") and w["visible"]]
        assert len(window.state()["toasts"]) == 3, window.state()["toasts"]
        rows = [w for w in widgets if w["id"].startswith("events.row.") and w["visible"]]
        assert len(rows) > 2, rows
        covered = [(r["label"], t["id"]) for r in rows for t in toasts
                   if overlap(r["seen"], t["rect"])]
        assert not covered, covered


def test_in_a_small_window_the_open_inspector_covers_no_timer(window, shot):
    play_until_third_is_in_flight(window)
    window.key("Space")
    window.resize(1024, 768)
    window.key("F4")
    window.frames(3)
    shot("inspector")
    row = window.widget("endpoint.server.timer.retransmit")
    assert row["seen"][3] > row["rect"][3] - 1, f"all of it is seen: {row}"
    assert shown(window, "endpoint.server.timer.retransmit.left")
    check(window, "small, with inspector")


if __name__ == "__main__":
    run(globals())
