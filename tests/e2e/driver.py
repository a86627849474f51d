"""Drives the real window from outside: starts `synscope drive` (under Xvfb when there is no
display), sends one JSON request per line, returns the replies. Shared by the window tests, the tour
and the README picture. Python standard library only."""
import json
import os
import shutil
import subprocess
import sys
import tempfile


class Refused(Exception):
    """The window answered ok:false."""


class Display:
    """A private X server when none is there. Close it when done."""
    arguments = ()
    shared = True  # the one that is there is used

    def __init__(self, width=1920, height=1200):
        self.process = None
        self.name = os.environ.get("DISPLAY")
        if self.name and self.shared:
            return
        if not shutil.which("Xvfb"):
            sys.exit("Xvfb not found: apt-get install xvfb")
        read_end, write_end = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
             "-nolisten", "tcp", *self.arguments],
            pass_fds=[write_end], stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end, encoding="ascii") as answer:
            number = answer.readline().strip()
        if not number:
            sys.exit("Xvfb did not start")
        self.name = ":" + number

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Window:
    """One running program. Every method is one request; a refusal raises Refused."""

    def __init__(self, program, *arguments, size=(1280, 720), display=None, home=None,
                 variables=None):
        self.display = display or Display()
        self.owns_display = display is None
        self.home = home or tempfile.mkdtemp(prefix="synscope-home-")
        environment = dict(os.environ, DISPLAY=self.display.name, LIBGL_ALWAYS_SOFTWARE="1",
                           HOME=self.home, XDG_CONFIG_HOME=self.home + "/config",
                           XDG_DATA_HOME=self.home + "/data", LANG="C.UTF-8",
                           **(variables or {}))
        environment.pop("WAYLAND_DISPLAY", None)
        self.process = subprocess.Popen(
            [program, "drive", "--width", str(size[0]), "--height", str(size[1]), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env=environment)

    def ask(self, op, **fields):
        self.process.stdin.write(json.dumps({"op": op, **fields}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program ended (status {self.process.wait()}) at {op} {fields}")
        reply = json.loads(line)
        if not reply.get("ok"):
            raise Refused(f"{op} {fields}: {reply.get('message', reply)}")
        return reply

    def widgets(self):
        return self.ask("widgets")["widgets"]

    def widget(self, name):
        for row in self.widgets():
            if row["id"] == name:
                return row
        raise AssertionError(f"no widget {name} on the screen")

    def click(self, name, **options):
        self.ask("click", id=name, **options)
        return self.frames(2)

    def key(self, chord):
        self.ask("key", chord=chord)
        return self.frames(2)

    def type(self, text):
        self.ask("type", text=text)
        return self.frames(2)

    def frames(self, count=1):
        return self.ask("frames", n=count)

    def state(self):
        return self.ask("state")

    def scroll_to(self, name, x, y):
        """Turns the wheel over this place until the whole widget can be seen."""
        for _ in range(40):
            row = self.widget(name)
            if row["visible"] and row["seen"][3] >= row["rect"][3] - 1:
                return
            self.ask("move", x=x, y=y)
            self.ask("wheel", rows=-2)
            self.frames(2)
        raise AssertionError(f"{name} cannot be scrolled into sight")

    def resize(self, width, height):
        self.ask("resize", width=width, height=height)
        return self.frames(3)

    def screenshot(self, path):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        return self.ask("screenshot", path=path)

    def until(self, wanted, what, frames=1200, stride=4):
        """Draws frames until wanted(state) holds; fails with `what` when it never does."""
        for _ in range(0, frames, stride):
            state = self.state()
            if wanted(state):
                return state
            self.frames(stride)
        raise AssertionError(f"never happened within {frames} frames: {what}; {self.state()}")

    def close(self):
        try:
            self.ask("quit")
            self.process.wait(timeout=10)
        except (RuntimeError, BrokenPipeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        if self.owns_display:
            self.display.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


