// SPDX-License-Identifier: Apache-2.0
#include "base/file_error.h"

#include <cerrno>
#include <system_error>
#include <utility>

namespace kolog {

Error file_error(int number, std::string message, const std::string& context) {
  auto detail = std::generic_category().message(number);
  if (!context.empty()) detail = context + ": " + detail;
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::storage_full, "The disk is full", std::move(detail)};
    case EROFS:
    case EACCES:
    case EPERM:
      return {ErrorCode::unavailable, std::move(message), std::move(detail)};
    default:
      return {ErrorCode::internal, std::move(message), std::move(detail)};
  }
}

}  // namespace kolog
