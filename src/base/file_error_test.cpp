// SPDX-License-Identifier: Apache-2.0
#include "base/file_error.h"

#include <cerrno>

#include <gtest/gtest.h>

namespace kolog {
namespace {

TEST(FileError, TellsAFullDiskFromOneThatMayNotBeWrittenToAndFromAllElse) {
  EXPECT_EQ(file_error(ENOSPC, "x").code, ErrorCode::storage_full);
  EXPECT_EQ(file_error(EDQUOT, "x").code, ErrorCode::storage_full);
  EXPECT_EQ(file_error(EROFS, "x").code, ErrorCode::unavailable);
  EXPECT_EQ(file_error(EACCES, "x").code, ErrorCode::unavailable);
  EXPECT_EQ(file_error(EIO, "x").code, ErrorCode::internal);
}

TEST(FileError, KeepsPathsForTheLog) {
  const auto error = file_error(EIO, "A recording cannot be read", "/data/recordings");
  EXPECT_EQ(error.public_message, "A recording cannot be read");
  EXPECT_NE(error.detail.find("/data/recordings"), std::string::npos);
}

}  // namespace
}  // namespace kolog
