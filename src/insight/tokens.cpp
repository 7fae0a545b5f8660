// SPDX-License-Identifier: Apache-2.0
#include "insight/tokens.h"

#include <optional>

#include <unicode/uchar.h>

#include "insight/utf8.h"

namespace kolog::insight {
namespace {

/// Longer runs are no words: they are cut here, so that no input makes one comparison expensive.
constexpr std::size_t kLongestWordBytes = 96;

/// Nobody says more in one sentence: text without stops is cut here, so that judging one word never looks at
/// a whole call.
constexpr std::size_t kLongestSentence = 120;

bool is_word_character(UChar32 c) {
  if (c < 0) return false;
  if (c == 0x05BE) return false;
  return u_isalnum(c) || u_getCombiningClass(c) != 0 || u_charType(c) == U_NON_SPACING_MARK ||
         u_charType(c) == U_FORMAT_CHAR;
}

bool is_quote(UChar32 c) {
  switch (c) {
    case '\'':
    case '"':
    case '`':
    case 0x00B4:
    case 0x05F3:
    case 0x05F4:
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x2032:
    case 0x2033:
      return true;
    default:
      return false;
  }
}

bool is_hebrew(UChar32 c) {
  return (c >= 0x05D0 && c <= 0x05EA) || (c >= 0xFB1D && c <= 0xFB4F);
}

Boundary boundary_of(UChar32 c) {
  switch (c) {
    case '.':
    case '?':
    case '!':
    case '\n':
    case 0x2026:
      return Boundary::sentence;
    case ',':
    case ';':
    case ':':
    case '(':
    case ')':
    case 0x2013:
    case 0x2014:
      return Boundary::clause;
    default:
      return Boundary::none;
  }
}

/// Walks one segment's code points.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return position_ >= text_.size(); }
  std::size_t position() const { return position_; }

  UChar32 next() { return next_code_point(text_, position_); }

  /// The code point so many places ahead; negative past the end.
  UChar32 peek(int ahead = 0) const {
    auto position = position_;
    UChar32 c = -1;
    for (int i = 0; i <= ahead; ++i) {
      if (position >= text_.size()) return -1;
      c = next_code_point(text_, position);
    }
    return c;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

/// Whether the sign just ahead belongs to the word that it stands in: an apostrophe, gershayim, a point
/// inside a number.
bool continues_word(const Scanner& scanner, UChar32 before) {
  const auto sign = scanner.peek();
  auto after = scanner.peek(1);
  if (is_quote(sign)) {
    if (is_quote(after)) after = scanner.peek(2);
    if (is_word_character(after) && u_isalpha(before)) return true;
    const bool geresh = sign == '\'' || sign == 0x05F3 || sign == 0x2019;
    return geresh && is_hebrew(before) && !is_quote(scanner.peek(1));
  }
  return (sign == '.' || sign == ',' || sign == ':') && u_isdigit(before) && after >= 0 && u_isdigit(after);
}

/// The end of the word that begins with `first`, which has been read already.
std::size_t word_end(Scanner& scanner, UChar32 first) {
  const auto begin = scanner.position();
  auto before = first;
  while (!scanner.done() && scanner.position() - begin < kLongestWordBytes) {
    const auto c = scanner.peek();
    if (!is_word_character(c) && !continues_word(scanner, before)) break;
    scanner.next();
    if (u_isalnum(c)) before = c;
  }
  return scanner.position();
}

class Tokeniser {
 public:
  void add(std::string_view text, std::size_t segment, domain::Speaker speaker) {
    open_sentence(segment, speaker);
    Scanner scanner(text);
    while (!scanner.done()) {
      const auto begin = scanner.position();
      const auto c = scanner.next();
      if (is_word_character(c)) {
        const auto end = word_end(scanner, c);
        add_word(text.substr(begin, end - begin), segment, begin, end);
        if (result_.tokens.size() - open_.first >= kLongestSentence) open_sentence(segment, speaker);
      } else if (const auto boundary = boundary_of(c); boundary != Boundary::none) {
        if (c == '.' && is_abbreviated()) continue;
        mark(boundary, c == '?');
        if (boundary == Boundary::sentence) open_sentence(segment, speaker);
      }
    }
    close_sentence();
  }

  TokenisedTranscript take() { return std::move(result_); }

 private:
  void add_word(std::string_view word, std::size_t segment, std::size_t begin, std::size_t end) {
    Token token;
    token.text = folded(word);
    if (token.text.empty()) return;
    token.readings = prefix_readings(token.text);
    token.segment = segment;
    token.begin = begin;
    token.end = end;
    token.sentence = result_.sentences.size();
    result_.tokens.push_back(std::move(token));
  }

  /// "בק. ביאליק": a stop behind a single Hebrew letter, or one with a preposition, ends no sentence.
  bool is_abbreviated() const {
    if (result_.tokens.size() == open_.first) return false;
    const auto& word = result_.tokens.back().text;
    if (word.size() == 1) return is_hebrew(word[0]);
    return word.size() == 2 && word[1] == u'ק' && (word[0] == u'ב' || word[0] == u'ל' || word[0] == u'מ');
  }

  void mark(Boundary boundary, bool question) {
    if (result_.tokens.size() == open_.first) return;
    if (boundary > result_.tokens.back().after) result_.tokens.back().after = boundary;
    if (question) open_.question = true;
  }

  void open_sentence(std::size_t segment, domain::Speaker speaker) {
    close_sentence();
    open_ = {result_.tokens.size(), 0, segment, speaker, false};
  }

  void close_sentence() {
    if (result_.tokens.size() == open_.first) return;
    result_.tokens.back().after = Boundary::sentence;
    open_.last = result_.tokens.size();
    result_.sentences.push_back(open_);
    open_.first = result_.tokens.size();
  }

  TokenisedTranscript result_;
  Sentence open_;
};

}  // namespace

TokenisedTranscript tokenised(const domain::Transcript& transcript) {
  Tokeniser tokeniser;
  for (std::size_t i = 0; i < transcript.segments.size(); ++i) {
    tokeniser.add(transcript.segments[i].text, i, transcript.segments[i].speaker);
  }
  return tokeniser.take();
}

std::vector<std::u16string> folded_words(std::string_view utf8_text) {
  Tokeniser tokeniser;
  tokeniser.add(utf8_text, 0, domain::Speaker::unknown);
  std::vector<std::u16string> words;
  for (auto& token : tokeniser.take().tokens) words.push_back(std::move(token.text));
  return words;
}

std::string words_between(const domain::Transcript& transcript, std::span<const Token> tokens) {
  if (tokens.empty()) return {};
  const auto& text = transcript.segments[tokens.front().segment].text;
  return text.substr(tokens.front().begin, tokens.back().end - tokens.front().begin);
}

}  // namespace kolog::insight
