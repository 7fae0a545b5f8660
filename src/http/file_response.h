// SPDX-License-Identifier: Apache-2.0
// Answers GET and HEAD for an open file: whole, one range of it, not modified, or a range out of reach. Any
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace kolog::http {

enum class Disposition { shown, attachment };

struct ServedFile {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t size = 0;    // bytes
  std::string content_type;  // of the bytes, whatever the name says
  std::string etag;          // changes when the bytes do; without quotes
  Timestamp last_modified;
  Disposition disposition = Disposition::shown;
  std::string filename;  // UTF-8; empty: none is proposed
};

/// 200, 206, 304 or 416. Ranges count on GET alone, as RFC 9110 section 14.2 says.
Response file_response(const ServedFile& served, const Request& request);

}  // namespace kolog::http
