// SPDX-License-Identifier: Apache-2.0
#include "http/file_response.h"

#include <utility>
#include <variant>

#include "http/range.h"
#include "http/url.h"

namespace kolog::http {
namespace {

/// RFC 6266: an ASCII name for everybody, and the real one in UTF-8 where it differs.
std::string content_disposition(Disposition disposition, std::string_view filename) {
  std::string value = disposition == Disposition::attachment ? "attachment" : "inline";
  if (filename.empty()) return value;
  std::string plain;
  for (const char c : filename) {
    const bool safe = c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '/' && c != '%';
    plain += safe ? c : '_';
  }
  value += "; filename=\"" + plain + "\"";
  if (plain != filename) value += "; filename*=UTF-8''" + percent_encode(filename);
  return value;
}

/// Fields that a 304 carries as well as the answer that it stands for.
Headers shared_fields(const Validators& validators) {
  return {{"ETag", validators.etag},
          {"Last-Modified", format_http_date(validators.last_modified)},
          {"Accept-Ranges", "bytes"},
          {"Cache-Control", "private"}};
}

Response out_of_reach(const ServedFile& served) {
  auto response = error_response(416, "range_not_satisfiable", "The range lies outside the file");
  response.headers.add("Content-Range", content_range(Unsatisfiable{}, served.size));
  response.headers.add("Accept-Ranges", "bytes");
  response.headers.add("Cache-Control", "private");
  return response;
}

}  // namespace

Response file_response(const ServedFile& served, const Request& request) {
  const Validators validators{'"' + served.etag + '"', served.last_modified};
  if (is_not_modified(request.headers, validators)) return {304, shared_fields(validators), std::string{}};

  RangeDecision decision = WholeFile{};
  if (request.method == "GET" && range_applies(request.headers, validators)) {
    decision = parse_range(request.headers.get("Range"), served.size);
  }
  if (std::holds_alternative<Unsatisfiable>(decision)) return out_of_reach(served);

  Response response{200, shared_fields(validators), FileBody{served.file, 0, served.size}};
  response.headers.add("Content-Type", served.content_type);
  response.headers.add("Content-Disposition", content_disposition(served.disposition, served.filename));
  if (const auto* const range = std::get_if<ByteRange>(&decision)) {
    response.status = 206;
    response.headers.add("Content-Range", content_range(decision, served.size));
    response.body = FileBody{served.file, range->offset, range->length};
  }
  return response;
}

}  // namespace kolog::http
