// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.h"

#include <utility>

#include "base/ids.h"

namespace kolog::http {
namespace {

/// A name within quotation marks, encoded as HTML's forms do ("multipart/form-data encoding algorithm").
std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') {
      text += "%22";
    } else if (c == '\r') {
      text += "%0D";
    } else if (c == '\n') {
      text += "%0A";
    } else {
      text += c;
    }
  }
  return text + '"';
}

}  // namespace

MultipartForm::MultipartForm() : boundary_(new_id("kolog")) {}

void MultipartForm::add_field(std::string_view name, std::string_view value) {
  parts_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=" + quoted(name) + "\r\n\r\n";
  parts_.append(value).append("\r\n");
}

void MultipartForm::add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                             std::string_view content) {
  parts_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=" + quoted(name) +
            "; filename=" + quoted(file_name) + "\r\nContent-Type: ";
  parts_.append(content_type).append("\r\n\r\n").append(content).append("\r\n");
}

std::string MultipartForm::take_body() {
  return std::exchange(parts_, {}) + "--" + boundary_ + "--\r\n";
}

}  // namespace kolog::http
