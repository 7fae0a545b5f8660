// SPDX-License-Identifier: Apache-2.0
// Range requests and conditional requests (RFC 9110 sections 13 and 14) as decisions over plain values. Any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "http/headers.h"

namespace kolog::http {

struct ByteRange {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t length = 0;  // never 0

  bool operator==(const ByteRange&) const = default;
};
struct WholeFile {
  bool operator==(const WholeFile&) const = default;
};
struct Unsatisfiable {
  bool operator==(const Unsatisfiable&) const = default;
};
using RangeDecision = std::variant<WholeFile, ByteRange, Unsatisfiable>;

/// What a Range header asks of a file of `size` bytes. A malformed one, another unit and several ranges at
/// once are answered with the whole file, as section 14.2 allows.
RangeDecision parse_range(std::string_view header, std::uint64_t size);

/// `bytes 0-99/1000`, and `bytes */1000` for what is out of reach.
std::string content_range(const RangeDecision& decision, std::uint64_t size);

struct Validators {
  std::string etag;  // with its quotes
  Timestamp last_modified;
};

/// Whether the Range header counts: there is no If-Range, or it names exactly what the file is now.
bool range_applies(const Headers& request, const Validators& current);

/// Whether the client has this already (If-None-Match, else If-Modified-Since): answer 304.
bool is_not_modified(const Headers& request, const Validators& current);

}  // namespace kolog::http
