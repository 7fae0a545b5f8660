// SPDX-License-Identifier: Apache-2.0
// Where a transcript names services and places, before anybody judges what that means. Lexicons are built
// once; then any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/insight.h"
#include "insight/gazetteer.h"
#include "insight/phrase_index.h"

namespace kolog::insight {

/// A keyword names who is wanted, a symptom what is wrong; a hint is a thing that it may be about.
enum class Naming { keyword, symptom, hint };

struct ServiceMention {
  PhraseMatch match;
  std::size_t service = 0;  // index into the taxonomy
  Naming naming = Naming::keyword;
};

struct PlaceMention {
  PhraseMatch match;
  std::size_t place = 0;  // index into gazetteer_rows()
  NameKind kind = NameKind::distinctive;
};

class ServiceLexicon {
 public:
  explicit ServiceLexicon(const domain::Taxonomy& taxonomy);

  /// Mentions that do not overlap, by position; exact and longer ones win.
  std::vector<ServiceMention> find(const std::vector<Token>& tokens) const;

  /// Made from these services, word for word.
  bool is_of(const domain::Taxonomy& taxonomy) const;

 private:
  struct Entry {
    std::size_t service = 0;
    Naming naming = Naming::keyword;
  };

  void add(std::size_t service, Naming naming, std::string_view phrases, Spelling spelling);

  std::uint64_t fingerprint_ = 0;
  std::vector<Entry> entries_;
  PhraseIndex index_;
};

class PlaceLexicon {
 public:
  PlaceLexicon();

  std::vector<PlaceMention> find(const std::vector<Token>& tokens) const;

 private:
  struct Entry {
    std::size_t place = 0;
    NameKind kind = NameKind::distinctive;
  };

  std::vector<Entry> entries_;
  PhraseIndex index_;
};

/// Leaves out a place that only a shorter, prefixed or misspelt reading of a service's words gave, and the
/// other way round.
void settle(std::vector<ServiceMention>& services, std::vector<PlaceMention>& places);

}  // namespace kolog::insight
