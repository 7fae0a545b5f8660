// SPDX-License-Identifier: Apache-2.0
#include "insight/mentions.h"

#include <algorithm>
#include <string_view>

#include "insight/common_words.h"
#include "insight/phrase_list.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

/// Of two readings of the same words the better one: longer, and a right spelling is worth some letters; then
/// with fewer letters taken for prefixes.
bool better(const PhraseMatch& a, const PhraseMatch& b) {
  constexpr std::size_t kRightSpelling = 3;
  const auto worth = [](const PhraseMatch& match) {
    return match.letters + (match.exact ? kRightSpelling : 0);
  };
  if (worth(a) != worth(b)) return worth(a) > worth(b);
  return a.prefix.letters < b.prefix.letters;
}

std::vector<PhraseMatch> best_matches(const PhraseIndex& index, const std::vector<Token>& tokens) {
  std::vector<PhraseMatch> found;
  for (std::size_t first = 0; first < tokens.size(); ++first) index.find_at(tokens, first, found);
  std::ranges::stable_sort(found, better);
  std::vector<bool> taken(tokens.size());
  std::vector<PhraseMatch> kept;
  for (const auto& match : found) {
    const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(match.first);
    const auto end = begin + static_cast<std::ptrdiff_t>(match.count);
    if (std::find(begin, end, true) != end) continue;
    std::fill(begin, end, true);
    kept.push_back(match);
  }
  std::ranges::sort(kept, {}, &PhraseMatch::first);
  return kept;
}

std::uint64_t fingerprint(const domain::Taxonomy& taxonomy) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    hash = (hash ^ 0xFF) * 0x100000001B3ULL;  // no UTF-8 text has this byte: it ends each text
  };
  for (const auto& service : taxonomy) {
    mix(service.id);
    mix(service.hebrew_name);
    mix(service.english_name);
    for (const auto& keyword : service.keywords) mix(keyword);
    mix("");
    for (const auto& example : service.examples) mix(example);
    mix("");
  }
  return hash;
}

NameKind kind_of(std::string_view& spelling) {
  auto kind = NameKind::distinctive;
  if (spelling.starts_with('=')) kind = NameKind::exact;
  if (spelling.starts_with('?')) kind = NameKind::common_word;
  if (spelling.starts_with('!')) kind = NameKind::mere_word;
  if (kind != NameKind::distinctive) spelling.remove_prefix(1);
  return kind;
}

/// "Electricity" and "gas" name a service on a page, and in a call they are things.
bool is_hint(std::string_view name) {
  static const auto index = [] {
    PhraseIndex phrases;
    for (const auto& row : hints()) {
      for_each_phrase(row.phrases,
                      [&](std::string_view phrase) { phrases.add(phrase, 0, Spelling::pattern); });
    }
    return phrases;
  }();
  domain::Transcript transcript;
  transcript.segments.push_back({.text = std::string(name)});
  const auto text = tokenised(transcript);
  if (text.tokens.empty()) return false;
  std::vector<PhraseMatch> found;
  index.find_at(text.tokens, 0, found);
  return std::ranges::any_of(found, [&](const PhraseMatch& match) {
    return match.count == text.tokens.size() && match.prefix.letters == 0;
  });
}

}  // namespace

ServiceLexicon::ServiceLexicon(const domain::Taxonomy& taxonomy) : fingerprint_(fingerprint(taxonomy)) {
  for (std::size_t i = 0; i < taxonomy.size(); ++i) {
    const auto& service = taxonomy[i];
    const auto keyword = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({i, Naming::keyword});
    for (const auto* name : {&service.hebrew_name, &service.english_name}) {
      if (!is_hint(*name)) index_.add(*name, keyword, Spelling::tolerant);
    }
    for (const auto& phrase : service.keywords) index_.add(phrase, keyword, Spelling::tolerant);
    // What people write themselves may hold brackets of their own: no pattern.
    for (const auto& example : service.examples) add(i, Naming::symptom, example, Spelling::exact);
    for (const auto& row : symptoms()) {
      if (row.service == service.id) add(i, Naming::symptom, row.phrases, Spelling::pattern);
    }
    for (const auto& row : hints()) {
      if (row.service == service.id) add(i, Naming::hint, row.phrases, Spelling::pattern);
    }
  }
}

void ServiceLexicon::add(std::size_t service, Naming naming, std::string_view phrases, Spelling spelling) {
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({service, naming});
  for_each_phrase(phrases, [&](std::string_view phrase) { index_.add(phrase, entry, spelling); });
}

std::vector<ServiceMention> ServiceLexicon::find(const std::vector<Token>& tokens) const {
  std::vector<ServiceMention> mentions;
  for (const auto& match : best_matches(index_, tokens)) {
    const auto& entry = entries_[match.phrase];
    mentions.push_back({match, entry.service, entry.naming});
  }
  return mentions;
}

bool ServiceLexicon::is_of(const domain::Taxonomy& taxonomy) const {
  return fingerprint_ == fingerprint(taxonomy);
}

PlaceLexicon::PlaceLexicon() {
  const auto rows = gazetteer_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for_each_phrase(rows[i].spellings, [&](std::string_view spelling) {
      const auto kind = kind_of(spelling);
      const auto entry = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({i, kind});
      index_.add(spelling, entry, kind == NameKind::distinctive ? Spelling::tolerant : Spelling::exact);
      // "בק' ביאליק", as everybody writes "בקריית ביאליק"; one letter is too short a stem for prefixes.
      constexpr std::string_view kKiryat = "קריית ";
      if (!spelling.starts_with(kKiryat)) return;
      for (const std::string_view abbreviation : {"ק ", "בק ", "לק ", "מק "}) {
        index_.add(std::string(abbreviation) + std::string(spelling.substr(kKiryat.size())), entry,
                   Spelling::exact);
      }
    });
  }
}

std::vector<PlaceMention> PlaceLexicon::find(const std::vector<Token>& tokens) const {
  std::vector<PlaceMention> mentions;
  for (const auto& match : best_matches(index_, tokens)) {
    const auto& entry = entries_[match.phrase];
    // "Black" is no "that Hura", and "closed" no Sajur.
    if (match.count == 1 && is_common_word(tokens[match.first].text)) continue;
    // "In the area of the kitchen", where "area" is a town's name too.
    const auto after = match.first + match.count;
    const bool of_something = after < tokens.size() && tokens[after].text == u"של";
    if (entry.kind == NameKind::mere_word && of_something) continue;
    mentions.push_back({match, entry.place, entry.kind});
  }
  return mentions;
}

void settle(std::vector<ServiceMention>& services, std::vector<PlaceMention>& places) {
  // Both are by position and free of overlaps among themselves, so one walk over the other side is enough.
  const auto drop_losers = [](auto& mine, const auto& others) {
    auto other = others.begin();
    std::erase_if(mine, [&](const auto& mention) {
      const auto& match = mention.match;
      while (other != others.end() && other->match.first + other->match.count <= match.first) ++other;
      for (auto rival = other; rival != others.end() && rival->match.first < match.first + match.count;
           ++rival) {
        if (better(rival->match, match)) return true;
      }
      return false;
    });
  };
  drop_losers(places, services);
  drop_losers(services, places);
}

}  // namespace kolog::insight
