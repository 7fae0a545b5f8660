// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

namespace kolog {
namespace {

TEST(Utf8, WholeTextStaysAsItIs) {
  EXPECT_EQ(valid_utf8("שלום, world 😀\n"), "שלום, world 😀\n");
}

TEST(Utf8, BrokenSequencesAreReplacedOneByOne) {
  EXPECT_EQ(valid_utf8("a\xD7"), "a\uFFFD");
  EXPECT_EQ(valid_utf8("\xD7\xD7\xA9"), "\uFFFDש");
  EXPECT_EQ(valid_utf8("\xF0\x9F\x98"), "\uFFFD");
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\uFFFD\uFFFD");                 // overlong slash
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");       // surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // beyond U+10FFFF
  EXPECT_EQ(valid_utf8("\x80\xFF z"), "\uFFFD\uFFFD z");
}

TEST(Utf8, ControlCharactersAreLeftOut) {
  EXPECT_EQ(valid_utf8(std::string("a\0b\x1B[31m\x7F", 9)), "ab[31m");
}

}  // namespace
}  // namespace kolog
