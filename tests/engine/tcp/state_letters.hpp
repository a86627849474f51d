// The states in two letters each, so that a row of a table of states fits on its line.
#pragma once

#include "engine/tcp/state.hpp"

namespace support {

using engine::State;

inline constexpr State CL = State::closed, LI = State::listen, SS = State::syn_sent,
                       SR = State::syn_received, ES = State::established, F1 = State::fin_wait_1,
                       F2 = State::fin_wait_2, CW = State::close_wait, CG = State::closing,
                       LA = State::last_ack, TW = State::time_wait;

}  // namespace support
