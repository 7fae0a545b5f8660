// SPDX-License-Identifier: Apache-2.0
// Israel's localities as people name them on the telephone. The table is built in from gazetteer.tsv
// and never changes; any thread.
#pragma once

#include <span>
#include <string_view>

namespace kolog::insight {

struct PlaceRow {
  const char* name;       // Hebrew, in everyday use
  const char* english;    // the English name that is shown
  const char* spellings;  // of both languages, separated by `|`, each with its mark (see NameKind) before it
};

/// How much a spelling alone says; the sign is the mark that stands before it in the table.
enum class NameKind {
  distinctive,  // names the place wherever it stands, misspelt too
  exact,        // `=`: names the place wherever it stands, rightly spelt
  common_word,  // `?`: also a word or a person's name: needs a preposition or another sign of a place
  mere_word     // `!`: a small place with a word for a name: needs "lives in", "kibbutz" or the like
};

std::span<const PlaceRow> gazetteer_rows();

/// The English name of a place, or what was given when there is no such place.
std::string_view english_place_name(std::string_view hebrew_name);

}  // namespace kolog::insight
