// SPDX-License-Identifier: Apache-2.0
#include "insight/purpose_cues.h"

#include "insight/phrase_list.h"
#include "insight/purpose_phrases.h"
#include "insight/taxonomy.h"

namespace kolog::insight {

PurposeCues::PurposeCues() {
  const auto families = purpose_families();
  for (std::size_t i = 0; i < families.size(); ++i) {
    for_each_phrase(families[i].phrases, [&](std::string_view phrase) {
      index_.add(phrase, static_cast<std::uint32_t>(i), Spelling::pattern);
    });
  }
  for_each_phrase(other_trades(), [&](std::string_view phrase) {
    index_.add(phrase, static_cast<std::uint32_t>(families.size()), Spelling::exact);
  });
}

void PurposeCues::find_at(const std::vector<Token>& tokens, std::size_t first,
                          std::vector<std::string_view>& found) const {
  const auto families = purpose_families();
  std::vector<PhraseMatch> matches;
  index_.find_at(tokens, first, matches);
  for (const auto& match : matches) {
    if (match.prefix.in || match.prefix.from) continue;
    found.push_back(match.phrase < families.size() ? families[match.phrase].name : "other trade");
  }
}

}  // namespace kolog::insight
