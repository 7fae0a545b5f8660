// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <gtest/gtest.h>

#include "base/result.h"
#include "base/secret.h"

namespace kolog {
namespace {

TEST(ErrorCode, EachHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  int count = 0;
  for (auto code = ErrorCode::invalid_request; code <= ErrorCode::internal;
       code = static_cast<ErrorCode>(static_cast<int>(code) + 1)) {
    words.insert(to_string(code));
    ++count;
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(to_string(ErrorCode::call_not_found), "call_not_found");
  EXPECT_EQ(to_string(ErrorCode::recording_expired), "recording_expired");
}

TEST(ErrorCode, OnlyWhatMayPassIsTriedAgain) {
  for (const auto code : {ErrorCode::recording_pending, ErrorCode::rate_limited, ErrorCode::storage_full,
                          ErrorCode::unavailable, ErrorCode::cancelled, ErrorCode::internal}) {
    EXPECT_TRUE(is_retryable(code)) << to_string(code);
  }
  for (const auto code : {ErrorCode::invalid_request, ErrorCode::unauthenticated, ErrorCode::forbidden,
                          ErrorCode::business_required, ErrorCode::not_found, ErrorCode::call_not_found,
                          ErrorCode::recording_expired, ErrorCode::recording_not_available,
                          ErrorCode::conflict, ErrorCode::settings_changed, ErrorCode::payload_too_large,
                          ErrorCode::unsupported_media, ErrorCode::refused}) {
    EXPECT_FALSE(is_retryable(code)) << to_string(code);
  }
}

TEST(Result, TakingTheValueOfAnErrorIsABrokenInvariant) {
  const Result<int> result = failure(ErrorCode::not_found, "No such thing", "row 7");
  EXPECT_THROW((void)result.value(), std::logic_error);
  try {
    (void)result.value();
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "not_found: No such thing row 7");
  }
}

TEST(Secret, DoesNotPrintItself) {
  std::ostringstream out;
  out << Secret("hunter2") << ' ' << Secret();
  EXPECT_EQ(out.str(), "(secret) (none)");
  EXPECT_EQ(Secret("hunter2").reveal(), "hunter2");
}

}  // namespace
}  // namespace kolog
