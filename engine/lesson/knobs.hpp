// The knobs of TcpConfig by name, as scripts set them.
#pragma once

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/quantity.hpp"
#include "engine/tcp/config.hpp"

namespace engine {

// Reads `KNOB VALUE` into the config. The value's shape follows the knob: on/off, a number, a
// duration, or for optional numbers also `off`.
void read_knob(LineReader& line, TcpConfig& config);

// What differs from `base`, each as a name and a value that read_knob understands.
struct KnobText {
  std::string_view name;
  std::string value;
};
std::vector<KnobText> changed_knobs(const TcpConfig& config, const TcpConfig& base = {});

// What a knob is measured in and its value, for expressions; none = it is no number and no time.
std::optional<Measure> knob_measure(std::string_view name);
std::optional<Quantity> knob_value(std::string_view name, const TcpConfig& config);
// Sets a knob to a number or a time; false = it is another kind of knob, or out of its bounds.
[[nodiscard]] bool set_knob(std::string_view name, Quantity value, TcpConfig& config);

// Every knob that can be named, in the order of TcpConfig.
std::span<const std::string_view> knob_names();

}  // namespace engine
