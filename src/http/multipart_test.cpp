// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.h"

#include <string>

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

using std::string_literals::operator""s;

TEST(Multipart, WritesFieldsAndFilesInTheirOrderByteForByte) {
  MultipartForm form("BOUNDARY");
  form.add_field("model", "whisper-1");
  form.add_file("file", "part.flac", "audio/flac", "a\0\r\nb"s);
  EXPECT_EQ(form.content_type(), "multipart/form-data; boundary=BOUNDARY");
  EXPECT_EQ(form.take_body(),
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n"
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"part.flac\"\r\n"
            "Content-Type: audio/flac\r\n\r\na\0\r\nb\r\n--BOUNDARY--\r\n"s);
}

TEST(Multipart, NameCannotBreakOutOfItsHeader) {
  MultipartForm form("BOUNDARY");
  form.add_field("a\"\r\nX-Evil: 1", "v");
  EXPECT_NE(form.take_body().find("name=\"a%22%0D%0AX-Evil: 1\"\r\n\r\nv"), std::string::npos);
}

TEST(Multipart, TwoFormsHaveDifferentBoundaries) {
  EXPECT_NE(MultipartForm().content_type(), MultipartForm().content_type());
}

}  // namespace
}  // namespace kolog::http
