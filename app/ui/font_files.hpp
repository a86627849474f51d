// Which font files to use, asked of fontconfig once per run.
#pragma once

#include <optional>
#include <string>

namespace app::ui {

struct FontFile {
  std::string path;
  int index = 0;  // of the face inside a collection: the one for Simplified Chinese
};

struct FontFiles {
  std::optional<FontFile> latin, latin_bold;
  std::optional<FontFile> han, han_bold;
  std::optional<FontFile> mono, mono_bold;
  std::optional<FontFile> symbols;  // for what the others lack
};

const FontFiles& installed_fonts();

}  // namespace app::ui
