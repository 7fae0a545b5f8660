// SPDX-License-Identifier: Apache-2.0
#include "insight/number_cues.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "insight/hebrew.h"

namespace kolog::insight {
namespace {

using domain::SensitiveKind;
using Words = std::span<const NumberWord>;

constexpr std::size_t kMostWordsBefore = 14;
constexpr std::size_t kMostSegmentsBefore = 4;
constexpr std::size_t kMostWordsAfter = 5;

/// One word, or two that stand together.
struct Cue {
  std::u16string first;
  std::u16string second;
};

std::vector<Cue> cues(std::initializer_list<std::array<std::string_view, 2>> texts) {
  std::vector<Cue> made;
  for (const auto& [first, second] : texts) made.push_back({folded(first), folded(second)});
  return made;
}

const std::vector<Cue>& cues_of(SensitiveKind kind) {
  static const auto kCards = cues({{"אשראי", ""},
                                   {"כרטיס", ""},
                                   {"ויזה", ""},
                                   {"מאסטרקארד", ""},
                                   {"ישראכרט", ""},
                                   {"credit", ""},
                                   {"debit", ""},
                                   {"card", ""},
                                   {"visa", ""},
                                   {"mastercard", ""},
                                   {"amex", ""}});
  static const auto kIds = cues({{"זהות", ""},
                                 {"ת\"ז", ""},
                                 {"תז", ""},
                                 {"ת", "ז"},
                                 {"id", ""},
                                 {"i", "d"},
                                 {"identity", ""},
                                 {"teudat", "zehut"},
                                 {"zehut", ""}});
  static const auto kPhones =
      cues({{"טלפון", ""},   {"פלאפון", ""},    {"פלפון", ""},    {"נייד", ""},      {"סלולרי", ""},
            {"וואטסאפ", ""}, {"ווטסאפ", ""},    {"המספר", "שלי"}, {"תתקשר", ""},     {"תתקשרי", ""},
            {"תתקשרו", ""},  {"להתקשר", ""},    {"phone", ""},    {"telephone", ""}, {"mobile", ""},
            {"cell", ""},    {"cellphone", ""}, {"whatsapp", ""}, {"my", "number"},  {"call", "me"},
            {"reach", "me"}});
  if (kind == SensitiveKind::card) return kCards;
  return kind == SensitiveKind::id ? kIds : kPhones;
}

/// Also with Hebrew's one-letter words before it: התעודת זהות, בנייד.
bool says(const std::u16string& word, const std::u16string& cue) {
  if (word == cue) return true;
  constexpr std::u16string_view kPrefixes = u"והבלמשכ";
  constexpr std::size_t kMostPrefixes = 3;
  if (!word.ends_with(cue) || word.size() - cue.size() > kMostPrefixes || cue.size() < 3) return false;
  const auto prefix = std::u16string_view(word).substr(0, word.size() - cue.size());
  return prefix.find_first_not_of(kPrefixes) == prefix.npos;
}

bool has_cue(Words words, const std::vector<Cue>& of_kind) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const auto& cue : of_kind) {
      if (!says(words[i].text, cue.first)) continue;
      if (cue.second.empty() || (i + 1 < words.size() && words[i + 1].text == cue.second)) return true;
    }
  }
  return false;
}

}  // namespace

bool is_announced(SensitiveKind kind, const std::vector<std::vector<NumberWord>>& segments,
                  const NumberWord& first, const NumberWord& last) {
  const auto& of_kind = cues_of(kind);
  const Words after = segments[last.segment];
  const auto end = std::ranges::upper_bound(after, last.begin, {}, &NumberWord::begin) - after.begin();
  const auto rest = after.subspan(static_cast<std::size_t>(end));
  if (has_cue(rest.first(std::min(rest.size(), kMostWordsAfter)), of_kind)) return true;

  auto left = kMostWordsBefore;
  const Words own = segments[first.segment];
  const auto begin = std::ranges::lower_bound(own, first.begin, {}, &NumberWord::begin) - own.begin();
  auto before = own.first(static_cast<std::size_t>(begin));
  for (std::size_t back = 0;; ++back) {
    const auto count = std::min(left, before.size());
    if (has_cue(before.last(count), of_kind)) return true;
    left -= count;
    if (left == 0 || back == kMostSegmentsBefore || back == first.segment) return false;
    before = segments[first.segment - back - 1];
  }
}

}  // namespace kolog::insight
