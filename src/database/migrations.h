// SPDX-License-Identifier: Apache-2.0
// The schema's steps, built in from migrations/, in order.
#pragma once

#include <span>
#include <string_view>

namespace kolog::database {

struct Migration {
  std::string_view name;  // `0001_calls`
  std::string_view sql;   // statements separated by `;` at the end of a line
};

std::span<const Migration> sqlite_migrations();

}  // namespace kolog::database
