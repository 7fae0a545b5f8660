// SPDX-License-Identifier: Apache-2.0
// The schema's steps, built in from migrations/, in order.
#pragma once

#include <span>
#include <string_view>

namespace kolog::database {

struct Migration {
  std::string_view name;  // `0001_first`
  std::string_view sql;
};

std::span<const Migration> sqlite_migrations();
std::span<const Migration> postgres_migrations();

}  // namespace kolog::database
