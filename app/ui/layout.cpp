// Sizes are thought in logical pixels between the two columns of the table in ux.md 2.1 and turned
// into real ones at the end. Every rectangle is sliced off what is left, so nothing can overlap and
// nothing can leave the window.
#include "app/ui/layout.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/invariant.hpp"

namespace app::ui {
namespace {

constexpr float small_width = 1280, small_height = 720;
constexpr float large_width = 1920, large_height = 1080;
// Below this nothing useful fits, whatever scale is asked for: the scale is lowered instead.
constexpr float least_width = 800, least_height = 540;
constexpr float lecture_width = 720;  // of a screen of 4:3 while presenting
constexpr float least_centre = 360;   // of wire and ladder
constexpr float least_for_toasts = 240;
constexpr float low_height = 600;     // below it the inspector takes the caption's place
constexpr float seam = 8;             // grab strip of a splitter
constexpr float most_growth = 1.25f;  // beyond 1920 x 1080 the ladder gets the room

float growth(float size, float small, float large, float most) {
  return std::clamp((size - small) / (large - small), 0.0f, most);
}

float lerp(float small, float large, float t) { return small + (large - small) * t; }

// How narrow and wide a draggable size may be, and what it is when nobody dragged.
struct Range {
  float narrowest{};
  float widest{};
  float preferred{};

  float at(float split) const {
    if (split <= 0) return std::clamp(preferred, narrowest, std::max(narrowest, widest));
    return lerp(narrowest, std::max(narrowest, widest), std::min(split, 1.0f));
  }
};

// All in logical pixels.
struct Measures {
  float w{}, h{};
  bool compact{};
  float top{}, transport{}, strip{}, caption{};
  Range left, endpoint, wire, inspector;
};

Measures measures(const LayoutRequest& request) {
  const float scale = usable_scale(request);
  Measures m;
  m.w = request.width / scale;
  m.h = request.height / scale;
  m.compact = m.w < small_width - 0.5f || m.h < small_height - 0.5f;
  const float across = growth(m.w, small_width, large_width, most_growth);
  const float down = growth(m.h, small_height, large_height, most_growth);
  m.top = lerp(36, 44, down);
  m.transport = lerp(62, 72, down);
  m.strip = lerp(28, 34, down);
  m.caption = request.arrangement.left_pane && m.compact ? 76.0f : 0.0f;
  const float middle = m.h - m.top - m.transport - m.caption - m.strip;
  const float narrow = m.compact ? (m.w - least_width) / (small_width - least_width) : 1.0f;
  const float endpoint = lerp(lerp(168, 216, std::min(1.0f, narrow)), 330, across);
  const float left = lerp(272, 400, across);
  const float room = m.w - least_centre;
  // Two names of the state diagram stand beside each other; a small window shows no diagram.
  m.endpoint = {m.compact ? 150.0f : 184.0f,
                std::min(m.w * 0.3f, (room - (m.compact ? 0 : left)) / 2), endpoint};
  m.left = {200, std::min(m.w * 0.45f, room - 2 * endpoint), left};
  m.wire = {96, middle * 0.5f, m.compact ? std::min(120.0f, middle * 0.3f) : lerp(132, 200, down)};
  m.inspector = {120, middle * 0.6f, std::min(lerp(208, 280, down), middle * 0.55f)};
  return m;
}

float split_of(const Arrangement& arrangement, Splitter splitter) {
  return arrangement.splits[static_cast<std::size_t>(splitter)];
}

Range range_of(const Measures& m, Splitter splitter) {
  switch (splitter) {
    case Splitter::left_pane:
      return m.left;
    case Splitter::client:
      return m.endpoint;
    case Splitter::server:
      return m.endpoint;
    case Splitter::wire:
      return m.wire;
    case Splitter::inspector:
      return m.inspector;
  }
  engine::unreachable("Splitter");
}

Rect vertical_seam(float x, const Rect& beside) { return {x - seam / 2, beside.y, seam, beside.h}; }
Rect horizontal_seam(float y, const Rect& beside) {
  return {beside.x, y - seam / 2, beside.w, seam};
}

// Left pane, client, centre, server, and the seams between them.
Rect place_columns(const Arrangement& a, const Measures& m, Rect rest, Layout& out) {
  if (a.left_pane && !m.compact) {
    out.left = take_left(rest, m.left.at(split_of(a, Splitter::left_pane)));
    out.left_splitter = vertical_seam(out.left.right(), out.left);
  }
  // Two dragged panes must not starve the centre: the endpoints give way.
  const float most = std::max(m.endpoint.narrowest, (rest.w - least_centre) / 2);
  if (a.client) {
    out.client = take_left(rest, std::min(most, m.endpoint.at(split_of(a, Splitter::client))));
    out.client_splitter = vertical_seam(out.client.right(), out.client);
  }
  if (a.server) {
    out.server = take_right(rest, std::min(most, m.endpoint.at(split_of(a, Splitter::server))));
    out.server_splitter = vertical_seam(out.server.x, out.server);
  }
  return rest;
}

Layout normal_layout(const Arrangement& a, const Measures& m) {
  Layout out;
  out.compact = m.compact;
  Rect rest{0, 0, m.w, m.h};
  out.top_bar = take_top(rest, m.top);
  out.transport = take_bottom(rest, m.transport);
  if (m.caption > 0) out.caption = take_bottom(rest, m.caption);
  const float inspector = m.inspector.at(split_of(a, Splitter::inspector));
  // The lesson pane reaches down to the transport; the inspector lies under the other columns.
  // In a small window it opens over them; in a very low one it takes the caption's place too.
  if (a.inspector_open && m.compact && m.h < low_height) {
    rest.h += out.caption.h;
    out.caption = {};
  }
  Rect columns = rest;
  const bool over = a.inspector_open && m.compact;
  const Rect drawer = take_bottom(columns, a.inspector_open && !over ? inspector : m.strip);
  Rect centre = place_columns(a, m, columns, out);
  out.inspector = drawer;
  if (!out.left.empty()) {
    out.left.h = out.left_splitter.h = rest.h;
    take_left(out.inspector, out.left.w);
  }
  out.wire = take_top(centre, std::min(m.wire.at(split_of(a, Splitter::wire)), centre.h * 0.6f));
  out.ladder = centre;
  if (over) {  // the wire is never covered
    const float height = std::min(inspector, drawer.bottom() - out.wire.bottom());
    out.inspector = {drawer.x, drawer.bottom() - height, drawer.w, height};
    // The ladder only scrolls, but an endpoint can choose what it shows in what is left.
    for (Rect* end : {&out.client, &out.server})
      end->h = std::min(end->h, std::max(0.0f, out.inspector.y - end->y));
  }
  out.wire_splitter = horizontal_seam(out.wire.bottom(), out.wire);
  if (a.inspector_open) out.inspector_splitter = horizontal_seam(out.inspector.y, out.inspector);
  // At the bottom of the ladder lies the future; a low ladder has no room to spare.
  Rect toasts = out.ladder;
  toasts.h = std::min(toasts.h, out.inspector.y - toasts.y);
  if (toasts.h < least_for_toasts) toasts.h = rest.bottom() - toasts.y;
  out.toasts = take_bottom(toasts, 150);
  return out;
}

Rect to_rect(const scene::Rect& r) { return {r.x, r.y, r.width, r.height}; }

// ux.md 2.3, in real pixels: everything is a share of the height of the screen.
Layout presentation_layout(const LayoutRequest& request) {
  const auto frame = scene::presentation_frame({request.width, request.height}, request.needs);
  Layout out;
  out.client = to_rect(frame.client);
  out.server = to_rect(frame.server);
  out.wire = to_rect(frame.wire);
  out.wire.y = frame.heading.y;
  out.wire.h += frame.heading.height;
  out.ladder = to_rect(frame.ladder);
  out.left_states = to_rect(frame.left_states);
  out.right_states = to_rect(frame.right_states);
  out.caption = to_rect(frame.caption);
  out.caption_side = to_rect(frame.caption_side);
  out.row = frame.row;
  out.rows = frame.rows;
  Rect above{out.caption.x, 0, out.caption.w, out.caption.y};
  out.toasts = take_bottom(above, request.height * 0.25f);
  return out;
}

void to_pixels(Rect& r, float scale) {
  // Edges are rounded, not sizes: neighbours then share an edge exactly.
  const float right = std::round(r.right() * scale);
  const float bottom = std::round(r.bottom() * scale);
  r.x = std::round(r.x * scale);
  r.y = std::round(r.y * scale);
  r.w = right - r.x;
  r.h = bottom - r.y;
}

int share_of_height(const LayoutRequest& request, float share) {
  return std::max(9, static_cast<int>(std::lround(request.height * share)));
}

}  // namespace

// While presenting the interface grows with the screen, so that dialogs fit the type.
float usable_scale(const LayoutRequest& request) {
  if (request.mode == ScreenMode::presentation)
    return std::max(0.1f, std::min(request.width / lecture_width, request.height / least_height));
  const float most = std::min(request.width / least_width, request.height / least_height);
  return std::max(0.1f, std::min(request.scale, most));
}

Layout arrange(const LayoutRequest& request) {
  const bool presenting = request.mode == ScreenMode::presentation;
  Layout out = presenting ? presentation_layout(request)
                          : normal_layout(request.arrangement, measures(request));
  out.scale = usable_scale(request);
  for (Rect* r :
       {&out.top_bar, &out.left, &out.caption, &out.client, &out.wire, &out.ladder, &out.server,
        &out.inspector, &out.transport, &out.left_splitter, &out.client_splitter,
        &out.server_splitter, &out.wire_splitter, &out.inspector_splitter, &out.left_states,
        &out.right_states, &out.caption_side, &out.toasts})
    to_pixels(*r, presenting ? 1 : out.scale);
  return out;
}

float dragged(const LayoutRequest& request, Splitter splitter, float pixels) {
  const Range range = range_of(measures(request), splitter);
  const bool grows_backwards = splitter == Splitter::server || splitter == Splitter::inspector;
  const float by = (grows_backwards ? -pixels : pixels) / usable_scale(request);
  const float span = std::max(1.0f, range.widest - range.narrowest);
  const float size = range.at(split_of(request.arrangement, splitter)) + by;
  return std::clamp((size - range.narrowest) / span, 0.001f, 1.0f);
}

TypeSizes type_sizes(const LayoutRequest& request) {
  if (request.mode == ScreenMode::presentation)
    return {.caption = share_of_height(request, scene::share::caption_type),
            .lamp = share_of_height(request, scene::share::lamp_type),
            .number = share_of_height(request, scene::share::number_type),
            .small = share_of_height(request, scene::share::least_type),
            .title = share_of_height(request, scene::share::title_type)};
  const float scale = usable_scale(request);
  const float t = std::min(growth(request.width / scale, small_width, large_width, 1),
                           growth(request.height / scale, small_height, large_height, 1));
  const auto size = [&](float small, float large) {
    return std::max(9, static_cast<int>(std::lround(lerp(small, large, t) * scale)));
  };
  return {.caption = size(16, 18),
          .lamp = size(18, 20),
          .number = size(14, 16),
          .small = size(13, 14),
          .title = size(20, 22)};
}

}  // namespace app::ui
