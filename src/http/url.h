// SPDX-License-Identifier: Apache-2.0
// Percent-encoding, forms, paths and absolute URLs as text. What is not well-formed is refused, never
// repaired. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace kolog::http {

/// Encodes every byte but RFC 3986's unreserved characters (section 2.3).
std::string percent_encode(std::string_view text);

/// `+` stays as it is.
Result<std::string> percent_decode(std::string_view text);

/// A query without its `?`, or an application/x-www-form-urlencoded body: `+` is a space, a name without `=`
/// has an empty value, repeated names are kept. Refuses bad encodings, NUL and more than a thousand pairs.
/// The bytes may be other than UTF-8.
Result<Parameters> parse_parameters(std::string_view text);
std::string encode_parameters(const Parameters& parameters);

/// A segment of a path, decoded. Refuses bad encodings, control characters, bytes that are not UTF-8, and
/// `.` and `..`, also beside an encoded slash or backslash: what comes back cannot climb out of a folder.
Result<std::string> decode_segment(std::string_view segment);

/// An absolute path, decoded segment by segment; `*`, `a/b` and paths with a bad segment are refused.
Result<std::string> decode_path(std::string_view path);

bool is_utf8(std::string_view text);

struct Url {
  std::string scheme;  // `http`, `https`, `ws` or `wss`
  std::string host;    // lower case; IPv6 without brackets
  std::uint16_t port = 0;
  std::string target;  // path and query as written, `/` at least

  bool operator==(const Url&) const = default;
};

/// An absolute URL. Refuses other schemes, user names and passwords, and hosts with percent-encoding; a
/// fragment is dropped.
Result<Url> parse_url(std::string_view text);

/// `https://example.com`, with the port only where it is not the scheme's own.
std::string origin_of(const Url& url);

}  // namespace kolog::http
