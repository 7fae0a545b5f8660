// SPDX-License-Identifier: Apache-2.0
// What the server refuses although parsers let it pass: everything on which two of them could disagree about
// where a request ends (RFC 9112 section 11.2). Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/headers.h"

namespace kolog::http {

/// Finds the end of a header block that comes in pieces. Lines end in CRLF and nothing else; no line
/// continues the one before; no NUL.
class HeaderScanner {
 public:
  enum class State { incomplete, complete, malformed };

  /// `received` is everything since the block's first byte, at each call.
  State scan(std::string_view received);

  /// Bytes of the block with its empty line, once complete.
  std::size_t length() const { return position_; }

 private:
  std::size_t position_ = 0;    // bytes looked at
  std::size_t line_start_ = 0;  // where the line that holds `position_` began
};

struct Refusal {
  int status;
  std::string_view code;
  std::string_view message;
};

/// `version` is 10 or 11.
std::optional<Refusal> refuse_framing(const Headers& headers, unsigned version);

}  // namespace kolog::http
