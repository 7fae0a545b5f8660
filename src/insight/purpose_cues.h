// SPDX-License-Identifier: Apache-2.0
// What people say when they cancel, complain, thank, sell, ask for the opening hours, agree on a visit:
// families of phrases that the word models learn from as one. Built once; then any thread.
#pragma once

#include <string>
#include <vector>

#include "insight/phrase_index.h"

namespace kolog::insight {

class PurposeCues {
 public:
  PurposeCues();

  /// The families' names whose phrases begin at the token.
  void find_at(const std::vector<Token>& tokens, std::size_t first,
               std::vector<std::string_view>& found) const;

 private:
  PhraseIndex index_;
};

}  // namespace kolog::insight
