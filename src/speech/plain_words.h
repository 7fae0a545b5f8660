// SPDX-License-Identifier: Apache-2.0
// Text as it is compared: what two people who heard the same would write alike. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kolog::speech {

/// The words of UTF-8 text in NFKC, case folded. Hebrew points and cantillation marks, quotes and apostrophes
/// of every kind (geresh and gershayim too) and invisible characters go; dashes (maqaf too), punctuation and
/// symbols part words; digits stay. So `צה״ל` equals `צה"ל`, and `Don't` equals `dont`.
std::vector<std::string> plain_words(std::string_view text);

}  // namespace kolog::speech
