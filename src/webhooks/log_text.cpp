// SPDX-License-Identifier: Apache-2.0
#include "webhooks/log_text.h"

#include "base/utf8.h"

namespace kolog::webhooks {

std::string header_lines(const http::Headers& headers, std::size_t longest) {
  std::string lines;
  for (const auto& [name, value] : headers) {
    const auto line = valid_utf8(name + ": " + value) + "\n";
    if (lines.size() + line.size() > longest) break;
    lines += line;
  }
  return lines;
}

http::Headers headers_of(std::string_view lines) {
  http::Headers headers;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    const auto colon = line.find(": ");
    if (colon != line.npos)
      headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return headers;
}

}  // namespace kolog::webhooks
