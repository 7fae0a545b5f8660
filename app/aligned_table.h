// SPDX-License-Identifier: Apache-2.0
// Text in columns, for people who read standard output. Any thread.
#pragma once

#include <string>
#include <vector>

namespace kolog::app {

enum class Side { left, right };

struct Column {
  std::string heading;
  Side side = Side::right;
};

/// A heading and a line a row, each column as wide as its widest cell. Cells that are missing are empty.
std::string aligned_table(const std::vector<Column>& columns,
                          const std::vector<std::vector<std::string>>& rows);

}  // namespace kolog::app
