#include "app/ui/font_files.hpp"

#include <fontconfig/fontconfig.h>

#include <initializer_list>
#include <memory>
#include <string_view>

namespace app::ui {
namespace {

enum class Weight { regular, bold };

struct Destroy {
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
};
using PatternOwner = std::unique_ptr<FcPattern, Destroy>;

std::string text_of(FcPattern* pattern, const char* object) {
  FcChar8* text = nullptr;
  if (FcPatternGetString(pattern, object, 0, &text) != FcResultMatch) return {};
  return reinterpret_cast<const char*>(text);
}

bool has_family(FcPattern* pattern, std::string_view family) {
  FcChar8* text = nullptr;
  for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &text) == FcResultMatch; ++i)
    if (family == reinterpret_cast<const char*>(text)) return true;
  return false;
}

PatternOwner best_match(FcPattern* wanted) {
  FcConfigSubstitute(nullptr, wanted, FcMatchPattern);
  FcDefaultSubstitute(wanted);
  FcResult result = FcResultNoMatch;
  return PatternOwner(FcFontMatch(nullptr, wanted, &result));
}

FontFile file_of(FcPattern* pattern) {
  FontFile file{.path = text_of(pattern, FC_FILE)};
  FcPatternGetInteger(pattern, FC_INDEX, 0, &file.index);
  return file;
}

PatternOwner wanted_font(Weight weight) {
  PatternOwner wanted(FcPatternCreate());
  FcPatternAddInteger(wanted.get(), FC_WEIGHT,
                      weight == Weight::bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcPatternAddInteger(wanted.get(), FC_SLANT, FC_SLANT_ROMAN);
  FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
  return wanted;
}

// The first family of the list that is installed.
std::optional<FontFile> find(std::initializer_list<const char*> families, Weight weight) {
  for (const char* family : families) {
    const PatternOwner wanted = wanted_font(weight);
    FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    const PatternOwner match = best_match(wanted.get());
    if (match && has_family(match.get(), family)) return file_of(match.get());
  }
  return std::nullopt;
}

// Any font at all that can write `sample`.
std::optional<FontFile> find_any(char32_t sample, const char* language, Weight weight) {
  const PatternOwner wanted = wanted_font(weight);
  FcPatternAddString(wanted.get(), FC_LANG, reinterpret_cast<const FcChar8*>(language));
  const PatternOwner match = best_match(wanted.get());
  FcCharSet* characters = nullptr;
  if (!match || FcPatternGetCharSet(match.get(), FC_CHARSET, 0, &characters) != FcResultMatch ||
      FcCharSetHasChar(characters, sample) == FcFalse)
    return std::nullopt;
  return file_of(match.get());
}

std::optional<FontFile> find_latin(Weight weight) {
  if (auto file = find({"Noto Sans", "DejaVu Sans", "Liberation Sans"}, weight)) return file;
  return find_any(U'a', "en", weight);
}

std::optional<FontFile> find_han(Weight weight) {
  if (auto file = find({"Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN",
                        "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"},
                       weight))
    return file;
  return find_any(U'的', "zh-cn", weight);
}

std::optional<FontFile> find_mono(Weight weight) {
  if (auto file =
          find({"Noto Sans Mono CJK SC", "Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono"},
               weight))
    return file;
  return find_latin(weight);
}

}  // namespace

const FontFiles& installed_fonts() {
  static const FontFiles files = {
      .latin = find_latin(Weight::regular),
      .latin_bold = find_latin(Weight::bold),
      .han = find_han(Weight::regular),
      .han_bold = find_han(Weight::bold),
      .mono = find_mono(Weight::regular),
      .mono_bold = find_mono(Weight::bold),
      .symbols = find({"DejaVu Sans", "Noto Sans Symbols2", "Noto Sans Math"}, Weight::regular),
  };
  return files;
}

}  // namespace app::ui
