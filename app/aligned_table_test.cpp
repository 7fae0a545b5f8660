// SPDX-License-Identifier: Apache-2.0
#include "app/aligned_table.h"

#include <gtest/gtest.h>

namespace kolog::app {
namespace {

TEST(AlignedTable, ColumnsAreAsWideAsTheirWidestCell) {
  EXPECT_EQ(
      aligned_table({{"NAME", Side::left}, {"N"}, {"TEXT", Side::left}}, {{"a", "1", "x"}, {"longer", "12"}}),
      "NAME     N  TEXT\n"
      "a        1  x\n"
      "longer  12\n");
}

TEST(AlignedTable, HebrewCountsByCharacters) {
  EXPECT_EQ(aligned_table({{"A", Side::left}, {"B"}}, {{"שלום", "1"}, {"abcd", "2"}}),
            "A     B\nשלום  1\nabcd  2\n");
}

TEST(AlignedTable, HeadingsStandAloneOverNothing) {
  EXPECT_EQ(aligned_table({{"A"}, {"B"}}, {}), "A  B\n");
}

}  // namespace
}  // namespace kolog::app
