"""Takes guided lessons in the window by clicks and keys, and watches that nothing on the screen
answers a question that is open. Shared by the tests of lessons."""
import re

H2, T1, C3 = "h2-three-way-handshake", "t1-lost-third-ack", "c3-time-wait-lost-last-ack"
A2 = "a2-syn-flood-cookies"
CIRCLE = 2 ** 32


def begin(start, name, language):
    window = start("--scenario", name, language=language)
    window.frames(4)
    return window


def lesson(window):
    return window.state()["lesson"]


def seen(window, name):
    return any(row["id"] == name and row["visible"] for row in window.widgets())


def reach(window, name):
    """Scrolls the pane until the widget can be seen, and returns it."""
    for _ in range(30):
        rows = {row["id"]: row for row in window.widgets()}
        pane = rows["lesson.next"]["rect"]
        if name in rows and rows[name]["visible"] and rows[name]["seen"][3] > 12:
            return rows[name]
        window.ask("move", x=int(pane[0] + 40), y=int(pane[1] - 120))
        below = name not in rows or rows[name]["rect"][1] > pane[1] - 120
        window.ask("wheel", rows=-2 if below else 2)
        window.frames(2)
    raise AssertionError(f"{name} cannot be reached: {lesson(window)}")


def press(window, name):
    reach(window, name)
    window.click(name)


def settle(window, frames=4000):
    """Lets the run of the lesson come to its goal."""
    window.until(lambda s: not s["lesson"]["running"], "the run of the lesson ends", frames, 20)
    window.frames(3)


GIVEN = []  # what has been answered: the names of options, and numbers


def pick(window, option, question=""):
    GIVEN.append(option)
    press(window, f"lesson.option{question}.{option}")


def pick_all(window, options, question=""):
    for option in options:
        pick(window, option, question)


def fill(window, field, text):
    GIVEN.append(text)
    press(window, f"lesson.number{field}")
    window.key("Ctrl+A")
    window.type(str(text))


def lock(window, question=""):
    press(window, f"lesson.lock{question}")
    settle(window)


def words(window):
    return next(row["label"] for row in window.widgets() if row["id"] == "lesson.text")


def numbers(text):
    return [int(n.replace("\u2009", "")) for n in re.findall(r"\d[\d\u2009]*", text)]


def drop_when(window, flags, sender="client", frames=3000):
    """Plays until such a segment is on the wire, and drops it with the key."""
    def there(state):
        return [p for p in state["in_flight"] if p["flags"] == flags and p["from"] == sender]
    for _ in range(frames // 4):
        state = window.state()
        if there(state):
            break
        if not state["playing"]:
            window.click("transport.play")
        window.frames(4)
    packet = there(window.state())[0]["id"]
    window.ask("press_segment", packet=packet)
    window.frames(2)
    window.click("wire.menu.drop")
    window.frames(2)


def send(window, host="client"):
    window.click(f"endpoint.{host}.call.send")
    window.click(f"endpoint.{host}.send.get")
    window.frames(3)


def play(window):
    if not window.state()["playing"]:
        window.click("transport.play")


def play_to(window, seconds):
    window.key("G")
    window.key("Ctrl+A")
    window.type(f"{seconds} s")
    window.key("Enter")
    window.frames(30)


# ---- what an open question may not be told by

NAMES = {"the client", "the server", "客户端", "服务器"}  # stand on every panel
WIRE_SAYS = {"how-late"}  # one crossing: written on the wire, where the learner is to look for it
PAST_SAYS = {"too-late"}  # a challenge ACK has explained itself long ago, and speaks of a RST


def options(window):
    """The words of every option, by name."""
    names = {row["id"][14:]: row["label"] for row in window.widgets()
             if row["id"].startswith("lesson.option.")}
    return {name: text for name, text in names.items() if not name.endswith((".words", ".other"))}


def told(window):
    """Everything that can be read outside of the options, of what the ends know now and of the
    names of things; numbers without gaps."""
    aside = re.compile(r"lesson\.(option|number)|splitter\.|inspector\.field\.flag_|"
                       r"endpoint\..*\.tcb\.")
    rows = [row for row in window.widgets()
            if row["visible"] and row["label"] and not aside.match(row["id"])]
    for row in rows:
        assert not re.fullmatch(r"lesson\.(feedback|truth).*", row["id"]), row
    return {(row["id"], re.sub(r"(?<=\d)[\u2009\u202f](?=\d)", "", row["label"])) for row in rows}


def told_in_vain(window):
    """What can be read by who tries to look ahead: with all events, at the end, further on."""
    before = window.state()
    assert before["lesson"]["guarded"], before["lesson"]
    found = told(window)
    window.key("F6")
    for chord in ("End", "Right", "PageDown"):
        window.key(chord)
        window.frames(2)
        found |= told(window)
        assert window.widget("transport.next")["label"] == ""
    window.key("F6")
    window.frames(2)
    after = window.state()
    assert after["playhead_ns"] <= before["playhead_ns"], "looked ahead"
    assert after["lesson"] == before["lesson"], (before["lesson"], after["lesson"])
    return found


def written(number, unit):
    """As it could stand on the screen."""
    forms = {f"{number:g}" if number < 1e5 else str(number)}
    if unit == "ms":
        forms.add(f"{number / 1000:g} s")
    if unit == "s":
        forms.add(f"{number * 1000:g} ms")
    return forms


def must_not_say(found, answer, words, unit):
    if isinstance(answer, str):
        wanted = {words[answer]}
    else:
        wanted = written(answer, unit)
    for form in wanted:
        edge = r"(?<![\w.])%s(?![\w]|\.\d)" if form.isascii() else "%s"
        there = [row for row in found if re.search(edge % re.escape(form), row[1])]
        assert not there, f"{form!r} is told by {there}"


def answer_unseen(window, beat, does):
    """Answers the open question of this beat; nothing that could be read before tells it."""
    found, words = told_in_vain(window), options(window)
    unit = next((r["label"] for r in window.widgets() if r["id"] == "lesson.number.unit"), "")
    GIVEN.clear()
    does(window)
    assert GIVEN, beat
    for answer in GIVEN:
        if beat not in (WIRE_SAYS | PAST_SAYS) and words.get(answer, "") not in NAMES:
            must_not_say(found, answer, words, unit)


def take(window, shot, does, label):
    """The whole lesson: every step that wants something gets it, the others are read."""
    guarded = 0
    for _ in range(60):
        settle(window)
        state = lesson(window)
        name = f"{label}-{state['number']:02}-{state['beat']}"
        shot(name)
        if state["beat"] in does and not state["done"]:
            if state["guarded"] and state["beat"] != "numbers":
                guarded += 1
                answer_unseen(window, state["beat"], does[state["beat"]])
            else:
                does[state["beat"]](window)
            settle(window)
            shot(name + "-done")
            if lesson(window)["beat"] != state["beat"]:
                continue
        if lesson(window)["finished"]:
            return guarded
        window.key("PageDown")
    raise AssertionError(f"the lesson does not end: {lesson(window)}")
