"""What must be true of every screen: nothing overlaps, nothing is clipped, everything is inside."""

# Widgets that lie over others by nature; they are compared with nothing.
LAYERS = ("wire.segment.", "wire.menu", "menu.", "toast.", "ladder.row.", "ladder.playhead", "popup.", "dialog.",
          "wire.band", "ladder.area", "transport.overview", "hint.", "overview.")
TOLERANCE = 1.0  # pixels


def layered(widget):
    return widget["id"].startswith(LAYERS)


def overlap(a, b):
    ax, ay, aw, ah = a["rect"]
    bx, by, bw, bh = b["rect"]
    wide = min(ax + aw, bx + bw) - max(ax, bx)
    high = min(ay + ah, by + bh) - max(ay, by)
    return wide > TOLERANCE and high > TOLERANCE


def problems(widgets, size):
    """Sentences about what is wrong with this screen; empty when nothing is."""
    found = []
    shown = [w for w in widgets if w.get("visible", True)]
    for w in shown:
        x, y, wide, high = w["rect"]
        if x < -TOLERANCE or y < -TOLERANCE or x + wide > size[0] + TOLERANCE \
                or y + high > size[1] + TOLERANCE:
            found.append(f"{w['id']} {w['rect']} sticks out of the window {size}")
        if not w.get("fits", True):
            found.append(f"the text of {w['id']} ({w['label']!r}) is clipped")
    flat = [w for w in shown if not layered(w)]
    for i, a in enumerate(flat):
        for b in flat[i + 1:]:
            if overlap(a, b):
                found.append(f"{a['id']} {a['rect']} overlaps {b['id']} {b['rect']}")
    return found


def check(window, what):
    state = window.state()
    found = problems(window.widgets(), state["window"])
    assert not found, f"{what}: " + "; ".join(found[:12]) + f" ({len(found)} in all)"
