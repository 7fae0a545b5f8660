// SPDX-License-Identifier: Apache-2.0
#include "insight/gazetteer.h"

#include <algorithm>

namespace kolog::insight {

std::string_view english_place_name(std::string_view hebrew_name) {
  const auto rows = gazetteer_rows();
  const auto found = std::ranges::find(rows, hebrew_name, &PlaceRow::name);
  return found == rows.end() ? hebrew_name : found->english;
}

}  // namespace kolog::insight
