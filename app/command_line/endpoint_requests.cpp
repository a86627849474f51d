#include "app/command_line/endpoint_requests.hpp"

#include <fmt/format.h>

#include "app/command_line/endpoint_calls.hpp"
#include "app/command_line/endpoint_status.hpp"
#include "engine/host/profile.hpp"

namespace app::command_line::endpoint {
namespace {

using engine::Instant;

constexpr std::string_view protocol = "tcp-endpoint/1";
constexpr int deepest_request = 8;

// Four thousand million seconds: far from the end of what an Instant can hold.
constexpr std::int64_t last_tick = 4'000'000'000'000'000;

Settings settings_of(engine::Profile profile) {
  Settings settings{.tcp = engine::config_of(profile)};
  settings.tcp.reset_acknowledges = true;  // as every stack that we are compared with
  return settings;
}

// ---- operations about the whole endpoint

Outcome hello(Machine&, const Json& request) {
  if (request.contains("proto")) {
    const auto wanted = text_field(request, "proto");
    if (!wanted) return std::unexpected(wanted.error());
    if (*wanted != protocol) return refuse("invalid", fmt::format("only {} is spoken", protocol));
  }
  return Json{{"proto", std::string(protocol)},
              {"name", "SynScope"},
              {"version", SYNSCOPE_VERSION},
              {"config", describe(settings_of(engine::Profile::rfc))}};
}

struct NewStart {
  engine::Ipv4Address address;
  Settings settings;
  std::vector<std::string> ignored;
};

engine::Result<NewStart> read_reset(const Json& request) {
  std::string address = "192.168.0.1", profile = "rfc";
  for (const auto& [name, value] : {std::pair{"addr", &address}, std::pair{"profile", &profile}}) {
    if (!request.contains(name)) continue;
    const auto text = text_field(request, name);
    if (!text) return std::unexpected(text.error());
    *value = *text;
  }
  const auto own = engine::parse_ipv4(address);
  if (!own || is_unspecified(*own) || is_multicast(*own) || is_broadcast(*own))
    return refuse("bad_field", "\"addr\" must be the IPv4 address of one host");
  const auto known = engine::find_profile(profile);
  if (!known) return refuse("bad_field", fmt::format("there is no profile \"{}\"", profile));
  Settings settings = settings_of(*known);
  const auto seed = number_field_or(request, "seed", 0, INT64_MAX, 1);
  if (!seed) return std::unexpected(seed.error());
  settings.seed = static_cast<std::uint64_t>(*seed);
  const auto config = config_field(request);
  if (!config) return std::unexpected(config.error());
  const auto ignored = apply(*config, settings);
  if (!ignored) return std::unexpected(ignored.error());
  return NewStart{*own, settings, *ignored};
}

engine::Result<Json> required_config(const Json& request) {
  if (!request.contains("config")) return refuse("missing_field", "\"config\" is missing");
  return config_field(request);
}

Outcome configure(Machine& machine, const Json& request) {
  const auto config = required_config(request);
  if (!config) return std::unexpected(config.error());
  Settings trial = machine.settings();
  const auto ignored = apply(*config, trial);
  if (!ignored) return std::unexpected(ignored.error());
  machine.reconfigure(*config);
  return Json{{"ignored", *ignored}};
}

Outcome configure_socket(Machine& machine, const Json& request) {
  const auto socket = named_socket(machine, request);
  if (!socket) return std::unexpected(socket.error());
  const auto config = required_config(request);
  if (!config) return std::unexpected(config.error());
  Settings trial = machine.settings();
  const auto ignored = apply(*config, trial);
  if (!ignored) return std::unexpected(ignored.error());
  machine.reconfigure(**socket, *config);
  return Json{{"ignored", *ignored}};
}

Outcome inject(Machine& machine, const Json& request) {
  const auto bytes = bytes_field(request, "bytes");
  if (!bytes) return std::unexpected(bytes.error());
  machine.inject(*bytes);
  return Json::object();
}

Outcome run(Machine& machine, const Json& request) {
  const auto until = number_field(request, "until", INT64_MIN, last_tick);
  if (!until) return std::unexpected(until.error());
  const bool stops = request.contains("stop");
  if (stops && request["stop"] != "send")
    return refuse("bad_field", "\"stop\" can only be \"send\"");
  if (*until > engine::microseconds(machine.now()))
    machine.run(Instant{std::chrono::microseconds(*until)}, stops);
  return Json::object();
}

Outcome status(Machine& machine, const Json& request) {
  const auto socket = named_socket(machine, request);
  if (!socket) return std::unexpected(socket.error());
  return describe_socket(machine, **socket);
}

Outcome list(Machine& machine, const Json&) { return Json{{"socks", list_sockets(machine)}}; }

Outcome next(Machine& machine, const Json&) {
  const auto deadline = machine.next_deadline();
  return Json{{"t_next", deadline ? Json(engine::microseconds(*deadline)) : Json()}};
}

struct Operation {
  std::string_view name;
  Outcome (*carry_out)(Machine&, const Json&);
};
constexpr Operation operations[] = {
    {"hello", hello},          {"config", configure}, {"set", configure_socket},
    {"open", open_socket},     {"inject", inject},    {"run", run},
    {"accept", accept_socket}, {"send", send_text},   {"receive", receive_text},
    {"shutdown", shut_down},   {"status", status},    {"close", close_socket},
    {"abort", abort_socket},   {"list", list},        {"next", next},
};

Outcome carry_out(Machine& machine, const std::string& op, const Json& request) {
  for (const Operation& row : operations)
    if (op == row.name) return row.carry_out(machine, request);
  return refuse("unknown_op", "there is no such op");
}

std::string reply_text(Machine& machine, const Outcome& outcome) {
  Json reply = {{"ok", outcome.has_value()}, {"t", engine::microseconds(machine.now())}};
  if (outcome) {
    reply.update(*outcome);
  } else {
    reply["err"] = outcome.error().where;
    reply["message"] = outcome.error().what;
  }
  Happened happened = machine.take_happened();
  if (!happened.sent.empty()) reply["sent"] = std::move(happened.sent);
  if (!happened.events.empty()) reply["events"] = std::move(happened.events);
  return reply.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Endpoint::Endpoint()
    : machine_(std::make_unique<Machine>(engine::ipv4(192, 168, 0, 1),
                                         settings_of(engine::Profile::rfc))) {}
Endpoint::~Endpoint() = default;

Reply Endpoint::refuse_long_line() {
  return {reply_text(*machine_, refuse("bad_json", "this line is too long"))};
}

Reply Endpoint::answer(std::string_view line) {
  const auto refusal = [this](std::string code, std::string what) {
    return Reply{reply_text(*machine_, refuse(std::move(code), std::move(what)))};
  };
  if (nests_deeper_than(line, deepest_request))
    return refusal("bad_json", "no request nests so deeply");
  const Json request = Json::parse(line, nullptr, false);
  if (!request.is_object()) return refusal("bad_json", "a request is one JSON object on one line");
  const auto op = text_field(request, "op");
  if (!op) return refusal(op.error().where, op.error().what);
  if (*op == "quit") return {reply_text(*machine_, Json::object()), true};
  if (*op != "reset") return {reply_text(*machine_, carry_out(*machine_, *op, request))};
  const auto start = read_reset(request);
  if (!start) return refusal(start.error().where, start.error().what);
  machine_ = std::make_unique<Machine>(start->address, start->settings);
  return {reply_text(*machine_, Json{{"ignored", start->ignored}})};
}

}  // namespace app::command_line::endpoint
