// SPDX-License-Identifier: Apache-2.0
// Builds a multipart/form-data body (RFC 7578). One thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kolog::http {

class MultipartForm {
 public:
  /// The boundary is made anew for each form, so that no content can hold it by intent.
  MultipartForm();
  /// With a boundary of the caller's, of letters and digits.
  explicit MultipartForm(std::string boundary) : boundary_(std::move(boundary)) {}

  void add_field(std::string_view name, std::string_view value);
  void add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                std::string_view content);

  std::string content_type() const { return "multipart/form-data; boundary=" + boundary_; }

  /// Everything added so far and the end; the form is empty afterwards.
  std::string take_body();

 private:
  std::string boundary_;
  std::string parts_;
};

}  // namespace kolog::http
