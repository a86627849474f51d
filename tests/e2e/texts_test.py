#!/usr/bin/env python3
"""Texts of both languages on the real screen: every character has a glyph, and there is room for
words that are longer than ours (ux 9.2, 10).

usage: texts_test.py PROGRAM PICTURE_FOLDER [NAME ...]
Each test is a sentence; pictures of every stop are left in the folder."""
import os
import re
import shutil

from layout_checks import problems
from sentences import run
from window_test import play_until_third_is_in_flight

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TEXT = re.compile(r'^(\s*[\w."]+\s*=\s*)"((?:[^"\\]|\\.)*)"(.*)$')
PLACE = re.compile(r"\{[^}]*\}|\\.")


def files(folder, *endings):
    for here, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(here, name)


def test_the_installed_fonts_have_every_character_of_every_text(window, shot):
    for path in [*files("assets/strings", ".toml"), *files("lessons", ".md", ".lesson")]:
        with open(path, encoding="utf-8") as file:
            missing = window.ask("glyphs", text=file.read())["missing"]
        assert not missing, f"{path}: {missing}"
    assert window.ask("glyphs", text="a\u13A0")["missing"] == ["U+13A0"], "it can say no"


def longer(text):
    """The text with two fifths more letters; what fills its places stays as it is."""
    plain = PLACE.sub("", text)
    words = len(plain) * 2 // 5
    return text + "".join(" ~~~~"[i % 5] for i in range(words)) if words > 1 else text


def stretched(folder):
    """A folder of data in which all English texts are longer."""
    shutil.copytree(os.path.join(ROOT, "assets"), os.path.join(folder, "assets"))
    os.symlink(os.path.abspath(os.path.join(ROOT, "lessons")), os.path.join(folder, "lessons"))
    english = os.path.join(folder, "assets/strings/en")
    for name in os.listdir(english):
        path = os.path.join(english, name)
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        with open(path, "w", encoding="utf-8") as file:
            for line in lines:
                found = TEXT.match(line)
                if found:
                    line = f'{found[1]}"{longer(found[2])}"{found[3]}'
                file.write(line + "\n")
    return folder


def test_words_two_fifths_longer_than_ours_still_have_room(start, shot):
    data = stretched(os.path.join(start.home, "longer"))
    with start("--fresh", SYNSCOPE_DATA=data) as window:
        play_until_third_is_in_flight(window)
        window.key("Space")
        for size in ((1280, 720), (1920, 1080), (1024, 768)):
            window.resize(*size)
            shot(window, f"{size[0]}")
            window.ask("move", x=2, y=2)
            found = [problem for problem in problems(window.widgets(), list(size))
                     if ".timer." not in problem]  # a timer's row has the whole in its tooltip
            assert not found, f"longer words at {size}: {found}"


if __name__ == "__main__":
    run(globals())
