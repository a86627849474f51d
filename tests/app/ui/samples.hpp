// The sample screen that the window tests draw and look at.
#pragma once

#include "app/ui/ui.hpp"

namespace app::samples {

// What the controls of the sample screen were used for.
struct Sample {
  int plays = 0;
  bool checked = false;
  bool show_toast = false;
  std::size_t tab = 0;
  float speed = 0.4f;
  std::string name = "10.0.0.1";
  std::optional<std::size_t> chosen;
};

void draw(ui::Ui& ui, Sample& sample);

}  // namespace app::samples
