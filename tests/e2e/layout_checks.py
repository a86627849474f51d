"""What must be true of every screen: nothing overlaps, nothing is clipped, everything is inside."""

# What lies over others by nature: tokens fly over the band, rows over the ladder, toasts over all.
LAYERS = ("wire.segment.", "wire.siding.", "wire.band", "ladder.", "toast", "overview.",
          "splitter.", "transport.overview")
# Text that has its whole content in a tooltip or in words elsewhere when it is cut.
MAY_BE_CUT = ("wire.segment.", "wire.siding.", "ladder.", "events.row.", "inspector.", "tooltip")
TOLERANCE = 1.0  # pixels


def inside(a, b):
    return (a[0] >= b[0] - TOLERANCE and a[1] >= b[1] - TOLERANCE
            and a[0] + a[2] <= b[0] + b[2] + TOLERANCE
            and a[1] + a[3] <= b[1] + b[3] + TOLERANCE)


def overlap(a, b):
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return wide > TOLERANCE and high > TOLERANCE


def is_badge_on_state(a, b):
    """The number of a transition stands where its arrow meets the state, and lies above it."""
    return any(".diagram.badge." in x and ".diagram.state." in y for x, y in ((a, b), (b, a)))


def problems(widgets, size):
    """Sentences about what is wrong with this screen; empty when nothing is."""
    found = []
    shown = [w for w in widgets if w["visible"]]
    window = [0, 0, *size]
    for w in shown:
        if not inside(w["seen"], window):
            found.append(f"{w['id']} {w['seen']} sticks out of the window {size}")
        if not w["fits"] and not w["id"].startswith(MAY_BE_CUT):
            found.append(f"the text of {w['id']} ({w['label']!r}) is clipped")
    # A text that fits its own box may still lie under the next box.
    nodes = [w for w in shown if ".diagram.node." in w["id"]]
    for i, a in enumerate(nodes):
        for b in nodes[i + 1:]:
            if a["id"].rsplit(".", 1)[0] == b["id"].rsplit(".", 1)[0] \
                    and overlap(a["rect"], b["rect"]):
                found.append(f"{a['id']} {a['rect']} lies over {b['id']} {b['rect']}")
    flat = [w for w in shown if w["operable"] and not w["id"].startswith(LAYERS)]
    for i, a in enumerate(flat):
        for b in flat[i + 1:]:
            if is_badge_on_state(a["id"], b["id"]):
                continue
            if a["layer"] == b["layer"] and overlap(a["seen"], b["seen"]) \
                    and not inside(a["seen"], b["seen"]) and not inside(b["seen"], a["seen"]):
                found.append(f"{a['id']} {a['seen']} overlaps {b['id']} {b['seen']}")
    return found


def check(window, what):
    window.ask("move", x=2, y=2)  # no tooltip in the picture
    state = window.state()
    found = problems(window.widgets(), state["window"])
    assert not found, f"{what}: " + "; ".join(found[:12]) + f" ({len(found)} in all)"
