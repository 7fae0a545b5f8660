// SPDX-License-Identifier: Apache-2.0
#include "speech/plain_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kolog::speech {
namespace {

enum class Role { letter, separator, nothing };

constexpr UChar32 kAcuteAccent = 0x00B4;  // used as an apostrophe; NFKC makes a space and an accent of it

bool is_quote(UChar32 c) {
  switch (c) {
    case 0x0060:  // grave accent
    case 0x02B9:  // modifier letter prime
    case 0x02BB:  // modifier letter turned comma
    case 0x02BC:  // modifier letter apostrophe
    case 0x02BD:
    case 0x05F3:  // geresh
    case 0x05F4:  // gershayim
    case 0x2032:  // prime, of which NFKC makes all the others
    case 0x2035:  // reversed prime
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) != 0;
  }
}

bool is_hebrew_mark(UChar32 c) {
  return c >= 0x0591 && c <= 0x05C7 && u_charType(c) == U_NON_SPACING_MARK;
}

Role role_of(UChar32 c) {
  if (is_quote(c) || is_hebrew_mark(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
    return Role::nothing;
  }
  constexpr auto kWithinWords = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  return (U_GET_GC_MASK(c) & kWithinWords) != 0 ? Role::letter : Role::separator;
}

icu::UnicodeString normalised(std::string_view text) {
  auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  source.findAndReplace(icu::UnicodeString(kAcuteAccent), icu::UnicodeString());
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status) != 0) return source;
  auto result = form->normalize(source, status);
  return U_FAILURE(status) != 0 ? source : result;
}

}  // namespace

std::vector<std::string> plain_words(std::string_view text) {
  const auto characters = normalised(text);
  std::vector<std::string> words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    if (word.isEmpty()) return;
    word.toUTF8String(words.emplace_back());
    word.remove();
  };
  for (int i = 0; i < characters.length(); i = characters.moveIndex32(i, 1)) {
    const auto c = characters.char32At(i);
    const auto role = role_of(c);
    if (role == Role::letter) word.append(c);
    if (role == Role::separator) end_word();
  }
  end_word();
  return words;
}

}  // namespace kolog::speech
