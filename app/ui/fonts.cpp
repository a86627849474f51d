// Every role is one ImGui font merged from up to three files: Latin, Han, symbols. ImGui sizes a
// font by the height of its line box, we by its em, so sizes are converted with the face's own
// metrics. Glyphs are those that were needed; a rebuild costs what is on the screen, not what the
// language has.
#include "app/ui/fonts.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cfloat>
#include <cmath>
#include <map>
#include <optional>
#include <ranges>

#include "app/platform/files.hpp"
#include "app/ui/font_files.hpp"
#include "app/ui/line_break.hpp"
#include "engine/base/invariant.hpp"

namespace app::ui {

enum class FileRole { latin, latin_bold, han, han_bold, mono, mono_bold, symbols };

// A font file, mapped, with its table of characters and its metrics. Not in the unnamed namespace:
// Fonts has members of it.
class FontFace {
 public:
  static std::unique_ptr<FontFace> open(FT_Library library, const std::optional<FontFile>& file) {
    if (!file) return nullptr;
    auto mapped = platform::MappedFile::open(file->path);
    if (!mapped) return nullptr;
    auto face = std::unique_ptr<FontFace>(new FontFace(std::move(*mapped), file->index));
    const auto bytes = face->file_.bytes();
    if (FT_New_Memory_Face(library, bytes.data(), static_cast<FT_Long>(bytes.size()), file->index,
                           &face->face_) != 0)
      return nullptr;
    return face;
  }
  FontFace(const FontFace&) = delete;
  FontFace& operator=(const FontFace&) = delete;
  ~FontFace() {
    if (face_ != nullptr) FT_Done_Face(face_);
  }

  bool has(char32_t c) const { return FT_Get_Char_Index(face_, c) != 0; }
  // ImGui's size for an em of `em` pixels.
  float line_box(int em) const {
    const auto box = static_cast<float>(face_->ascender - face_->descender);
    return std::round(static_cast<float>(em) * box / static_cast<float>(face_->units_per_EM));
  }
  const platform::MappedFile& file() const { return file_; }
  int index() const { return index_; }

 private:
  FontFace(platform::MappedFile file, int index) : file_(std::move(file)), index_(index) {}

  platform::MappedFile file_;
  int index_;
  FT_Face face_ = nullptr;
};

namespace {

constexpr std::size_t plane = 0x10000;  // ImGui's packaged build knows the basic plane only
constexpr char32_t first_printable = 0x20, last_ascii = 0x7E;

// Signs that both kinds of fonts have, with the full width of a Han character in the Han font.
constexpr std::u32string_view shared_signs = U"“”‘’…—·";

std::array<FileRole, 3> files_of(TextRole role, Language language, bool shared_sign) {
  const bool han_first = shared_sign && language == Language::zh;
  switch (role) {
    case TextRole::caption:
    case TextRole::number:
    case TextRole::small:
      if (han_first) return {FileRole::han, FileRole::latin, FileRole::symbols};
      return {FileRole::latin, FileRole::han, FileRole::symbols};
    case TextRole::strong:
    case TextRole::lamp:
    case TextRole::title:
      if (han_first) return {FileRole::han_bold, FileRole::latin_bold, FileRole::symbols};
      return {FileRole::latin_bold, FileRole::han_bold, FileRole::symbols};
    case TextRole::mono:
      return {FileRole::mono, FileRole::han, FileRole::symbols};
    case TextRole::mono_strong:
      return {FileRole::mono_bold, FileRole::han_bold, FileRole::symbols};
  }
  engine::unreachable("TextRole");
}

const std::optional<FontFile>& installed(FileRole role) {
  const FontFiles& files = installed_fonts();
  switch (role) {
    case FileRole::latin:
      return files.latin;
    case FileRole::latin_bold:
      return files.latin_bold;
    case FileRole::han:
      return files.han;
    case FileRole::han_bold:
      return files.han_bold;
    case FileRole::mono:
      return files.mono;
    case FileRole::mono_bold:
      return files.mono_bold;
    case FileRole::symbols:
      return files.symbols;
  }
  engine::unreachable("FileRole");
}

std::size_t role_index(TextRole role) { return static_cast<std::size_t>(role); }

}  // namespace

struct Fonts::State {
  struct Role {
    std::bitset<plane> wanted;
    bool used = false;
    ImFont* font = nullptr;
  };

  FT_Library library = nullptr;
  std::map<FileRole, std::unique_ptr<FontFace>> faces;
  std::array<Role, text_roles> roles;
  std::vector<std::vector<ImWchar>> ranges;  // must live until the atlas is built
  std::vector<char32_t> uncovered;
  TypeSizes sizes;
  Language language = Language::en;
  bool stale = true;

  const FontFace* face(FileRole role) {
    const auto found = faces.find(role);
    if (found != faces.end()) return found->second.get();
    return faces.emplace(role, FontFace::open(library, installed(role))).first->second.get();
  }

  int em(TextRole role) const {
    switch (role) {
      case TextRole::caption:
      case TextRole::strong:
        return sizes.caption;
      case TextRole::lamp:
        return sizes.lamp;
      case TextRole::number:
      case TextRole::mono:
      case TextRole::mono_strong:
        return sizes.number;
      case TextRole::small:
        return sizes.small;
      case TextRole::title:
        return sizes.title;
    }
    engine::unreachable("TextRole");
  }

  void want(TextRole role, char32_t c) {
    Role& mine = roles[role_index(role)];
    if (c >= plane || (mine.used && mine.wanted[c])) return;
    mine.used = true;
    mine.wanted[c] = true;
    if (c > last_ascii || mine.font == nullptr) stale = true;
  }

  bool covers(TextRole role, char32_t c) {
    return std::ranges::any_of(files_of(role, language, false), [&](FileRole file) {
      const FontFace* found = face(file);
      return found != nullptr && found->has(c);
    });
  }

  using Shares = std::map<FileRole, std::vector<ImWchar>>;

  void share(TextRole role, char32_t c, Shares& shares) {
    const bool shared_sign = shared_signs.find(c) != std::u32string_view::npos;
    for (const FileRole file : files_of(role, language, shared_sign))
      if (const FontFace* found = face(file); found != nullptr && found->has(c)) {
        auto& range = shares[file];
        range.push_back(static_cast<ImWchar>(c));
        range.push_back(static_cast<ImWchar>(c));
        return;
      }
    uncovered.push_back(c);
  }

  void add_source(TextRole role, FileRole file, std::vector<ImWchar> range) {
    const FontFace* from = face(file);
    if (from == nullptr) return;
    range.push_back(0);
    ranges.push_back(std::move(range));
    ImFont*& font = roles[role_index(role)].font;
    ImFontConfig config;
    // ImGui copies data that it is not given, and a Chinese font file is 19 MB for each role: so it
    // is given, and taken back before the atlas could free it.
    config.FontDataOwnedByAtlas = true;
    config.FontNo = from->index();
    config.MergeMode = font != nullptr;
    config.PixelSnapH = true;
    const auto bytes = from->file().bytes();
    ImFont* added = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
        const_cast<std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()),
        from->line_box(em(role)), &config, ranges.back().data());
    ImGui::GetIO().Fonts->ConfigData.back().FontDataOwnedByAtlas = false;
    if (font == nullptr) font = added;
  }

  void build_role(TextRole role) {
    Shares shares;
    const FileRole first = files_of(role, language, false)[0];
    shares[first] = {static_cast<ImWchar>(first_printable), static_cast<ImWchar>(last_ascii)};
    const auto& wanted = roles[role_index(role)].wanted;
    for (std::size_t c = last_ascii + 1; c < plane; ++c)
      if (wanted[c]) share(role, static_cast<char32_t>(c), shares);
    add_source(role, first, std::move(shares[first]));
    shares.erase(first);
    for (auto& [file, range] : shares) add_source(role, file, std::move(range));
    if (roles[role_index(role)].font == nullptr)
      roles[role_index(role)].font = ImGui::GetIO().Fonts->AddFontDefault();
  }
};

Fonts::Fonts() : state_(std::make_unique<State>()) {
  FT_Init_FreeType(&state_->library);
  state_->roles[role_index(TextRole::caption)].used = true;
}

Fonts::~Fonts() {
  state_->faces.clear();
  FT_Done_FreeType(state_->library);
}

bool Fonts::has_chinese() const { return installed_fonts().han.has_value(); }
const std::vector<char32_t>& Fonts::uncovered() const { return state_->uncovered; }

std::vector<char32_t> Fonts::without_glyph(std::string_view text) const {
  std::vector<char32_t> missing;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool shown = std::ranges::all_of(std::views::iota(0, text_roles), [&](int role) {
      return state_->covers(static_cast<TextRole>(role), c);
    });
    if (c >= first_printable && (c >= plane || !shown)) missing.push_back(c);
  }
  return missing;
}

void Fonts::expect(std::string_view text) { need(TextRole::caption, text); }

void Fonts::use(const TypeSizes& sizes, Language language) {
  if (language != state_->language)
    for (State::Role& role : state_->roles) role.wanted.reset();
  if (sizes != state_->sizes || language != state_->language) state_->stale = true;
  state_->sizes = sizes;
  state_->language = language;
}

bool Fonts::stale() const { return state_->stale; }

void Fonts::build() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  atlas.Flags = ImFontAtlasFlags_NoPowerOfTwoHeight | ImFontAtlasFlags_NoMouseCursors;
  atlas.TexDesiredWidth = 1024;
  state_->ranges.clear();
  state_->uncovered.clear();
  for (State::Role& role : state_->roles) role.font = nullptr;
  for (int i = 0; i < text_roles; ++i)
    if (state_->roles[static_cast<std::size_t>(i)].used)
      state_->build_role(static_cast<TextRole>(i));
  atlas.Build();
  state_->stale = false;
}

Size Fonts::measure(TextRole role, std::string_view text) const {
  need(role, text);
  const ImFont* with = font(role);
  const ImVec2 size =
      with->CalcTextSizeA(with->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size());
  return {size.x, line_height(role)};
}

float Fonts::em(TextRole role) const { return static_cast<float>(state_->em(role)); }

float Fonts::line_height(TextRole role) const {
  return std::ceil(em(role) * (state_->language == Language::zh ? 1.5f : 1.35f));
}

ImFont* Fonts::font(TextRole role) const {
  ImFont* own = state_->roles[role_index(role)].font;
  return own != nullptr ? own : state_->roles[role_index(TextRole::caption)].font;
}

void Fonts::need(TextRole role, std::string_view text) const {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    state_->want(role, byte < 0x80 ? (++at, byte) : next_code_point(text, at));
  }
}

}  // namespace app::ui
