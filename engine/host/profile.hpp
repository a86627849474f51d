// Named sets of knobs: the RFC's values, those of systems that learners meet, and the ones that
// keep the arithmetic of lessons small (requirements section 9 and 10, lessons 1.1). Data only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/tcp/config.hpp"

namespace engine {

enum class Profile : std::uint8_t { rfc, linux_like, bsd_like, windows_like, teaching };
inline constexpr std::array all_profiles{Profile::rfc, Profile::linux_like, Profile::bsd_like,
                                         Profile::windows_like, Profile::teaching};

TcpConfig config_of(Profile profile);

std::string_view name(Profile profile);  // as in scenario files: "linux"
std::optional<Profile> find_profile(std::string_view name);

}  // namespace engine
