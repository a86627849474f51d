// Every theme, and every kind of segment that has a colour of its own.
#pragma once

#include "app/ui/theme.hpp"

namespace app::ui::test {

inline constexpr ThemeName themes[] = {ThemeName::light, ThemeName::dark, ThemeName::projector};
inline constexpr TokenKind kinds[] = {TokenKind::syn, TokenKind::ack, TokenKind::data,
                                      TokenKind::fin, TokenKind::rst};

}  // namespace app::ui::test
