// SPDX-License-Identifier: Apache-2.0
#include "insight/number_vocabulary.h"

#include <string_view>
#include <unordered_map>

#include "insight/hebrew.h"

namespace kolog::insight {
namespace {

using Kind = NumberWord::Kind;

struct Entry {
  std::string_view word;
  NumberWordMeaning meaning;
};

constexpr Entry kWords[] = {
    {"אפס", {Kind::unit, 0}},          {"אחת", {Kind::unit, 1}},
    {"אחד", {Kind::unit, 1}},          {"שתיים", {Kind::unit, 2}},
    {"שתי", {Kind::unit, 2}},          {"שניים", {Kind::unit, 2}},
    {"שני", {Kind::unit, 2}},          {"שלוש", {Kind::unit, 3}},
    {"שלושה", {Kind::unit, 3}},        {"ארבע", {Kind::unit, 4}},
    {"ארבעה", {Kind::unit, 4}},        {"חמש", {Kind::unit, 5}},
    {"חמישה", {Kind::unit, 5}},        {"שש", {Kind::unit, 6}},
    {"שישה", {Kind::unit, 6}},         {"שבע", {Kind::unit, 7}},
    {"שבעה", {Kind::unit, 7}},         {"שמונה", {Kind::unit, 8}},
    {"תשע", {Kind::unit, 9}},          {"תשעה", {Kind::unit, 9}},
    {"עשר", {Kind::ten, 10}},          {"עשרה", {Kind::ten, 10}},
    {"עשרים", {Kind::tens, 20}},       {"שלושים", {Kind::tens, 30}},
    {"ארבעים", {Kind::tens, 40}},      {"חמישים", {Kind::tens, 50}},
    {"שישים", {Kind::tens, 60}},       {"ששים", {Kind::tens, 60}},
    {"שלשים", {Kind::tens, 30}},       {"חמשים", {Kind::tens, 50}},
    {"שבעים", {Kind::tens, 70}},       {"שמונים", {Kind::tens, 80}},
    {"תשעים", {Kind::tens, 90}},       {"מאה", {Kind::hundreds, 100}},
    {"מאתיים", {Kind::hundreds, 200}}, {"מאות", {Kind::hundred, 100}},
    {"אלף", {Kind::thousands, 1000}},  {"אלפיים", {Kind::thousands, 2000}},
    {"פעמיים", {Kind::repeat, 2}},     {"דאבל", {Kind::repeat, 2}},
    {"כפול", {Kind::repeat, 2}},       {"טריפל", {Kind::repeat, 3}},
    {"פלוס", {Kind::plus, 0}},         {"zero", {Kind::unit, 0}},
    {"oh", {Kind::unit, 0}},           {"o", {Kind::unit, 0}},
    {"nought", {Kind::unit, 0}},       {"naught", {Kind::unit, 0}},
    {"nil", {Kind::unit, 0}},          {"one", {Kind::unit, 1}},
    {"two", {Kind::unit, 2}},          {"three", {Kind::unit, 3}},
    {"four", {Kind::unit, 4}},         {"five", {Kind::unit, 5}},
    {"six", {Kind::unit, 6}},          {"seven", {Kind::unit, 7}},
    {"eight", {Kind::unit, 8}},        {"nine", {Kind::unit, 9}},
    {"niner", {Kind::unit, 9}},        {"ten", {Kind::teen, 10}},
    {"eleven", {Kind::teen, 11}},      {"twelve", {Kind::teen, 12}},
    {"thirteen", {Kind::teen, 13}},    {"fourteen", {Kind::teen, 14}},
    {"fifteen", {Kind::teen, 15}},     {"sixteen", {Kind::teen, 16}},
    {"seventeen", {Kind::teen, 17}},   {"eighteen", {Kind::teen, 18}},
    {"nineteen", {Kind::teen, 19}},    {"twenty", {Kind::tens, 20}},
    {"thirty", {Kind::tens, 30}},      {"forty", {Kind::tens, 40}},
    {"fourty", {Kind::tens, 40}},      {"fifty", {Kind::tens, 50}},
    {"sixty", {Kind::tens, 60}},       {"seventy", {Kind::tens, 70}},
    {"eighty", {Kind::tens, 80}},      {"ninety", {Kind::tens, 90}},
    {"hundred", {Kind::hundred, 100}}, {"thousand", {Kind::thousands, 1000}},
    {"double", {Kind::repeat, 2}},     {"twice", {Kind::repeat, 2}},
    {"triple", {Kind::repeat, 3}},     {"treble", {Kind::repeat, 3}},
    {"plus", {Kind::plus, 0}},
};

constexpr std::string_view kFillers[] = {
    "אה",    "אהה",   "אההה",   "אמ",    "אממ",   "אממם",  "המ",     "נקודה", "מקף",  "קו",    "פס",
    "רווח",  "לוכסן", "סלש",    "ואז",   "אחרי",  "זה",    "אז",     "כן",    "רגע",  "סליחה", "בסדר",
    "אוקיי", "אוקי",  "uh",     "uhh",   "um",    "umm",   "er",     "erm",   "ah",   "eh",    "hmm",
    "mm",    "dash",  "hyphen", "dot",   "point", "space", "slash",  "and",   "then", "okay",  "ok",
    "yes",   "yeah",  "so",     "sorry", "right", "a",     "period", "comma", "פסיק", "טוב"};

using Vocabulary = std::unordered_map<std::u16string, NumberWordMeaning>;

const Vocabulary& vocabulary() {
  static const Vocabulary words = [] {
    Vocabulary made;
    for (const auto& [word, meaning] : kWords) made.emplace(folded(word), meaning);
    for (const auto word : kFillers) made.emplace(folded(word), NumberWordMeaning{Kind::filler, 0});
    return made;
  }();
  return words;
}

}  // namespace

NumberWordMeaning number_word_meaning(const std::u16string& word) {
  const auto& known = vocabulary();
  if (const auto found = known.find(word); found != known.end()) return found->second;
  // "and" is written on to the number: חמישים וארבע.
  if (word.size() > 2 && word[0] == u'ו') {
    const auto found = known.find(word.substr(1));
    if (found != known.end() && found->second.kind != Kind::filler) return found->second;
  }
  return {};
}

}  // namespace kolog::insight
