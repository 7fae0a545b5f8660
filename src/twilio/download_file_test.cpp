// SPDX-License-Identifier: Apache-2.0
#include "twilio/download_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

namespace kolog::twilio {
namespace {

std::filesystem::path fresh_path(std::string_view name) {
  return std::filesystem::temp_directory_path() / (std::string(name) + "_" + std::to_string(::getpid()));
}

TEST(DownloadFile, StaysOnlyWhenItIsKept) {
  const auto path = fresh_path("kolog_download_kept");
  { ASSERT_TRUE(DownloadFile::create(path, 10)); }
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    auto file = DownloadFile::create(path, 10);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->append("12345"));
    EXPECT_TRUE(file->append("67890"));
    EXPECT_EQ(file->bytes(), 10U);
    EXPECT_TRUE(file->keep());
  }
  EXPECT_EQ(std::filesystem::file_size(path), 10U);
  std::filesystem::remove(path);
}

TEST(DownloadFile, TakesNoMoreThanItsLimit) {
  const auto path = fresh_path("kolog_download_limit");
  auto file = DownloadFile::create(path, 10);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->append("1234567890"));
  EXPECT_FALSE(file->append("1"));
  EXPECT_FALSE(file->append(""));
  EXPECT_EQ(file->status().error().code, ErrorCode::payload_too_large);
}

TEST(DownloadFile, FullDiskIsReportedAsSuch) {
  // Writing to /dev/full fails as writing to a full disk does; the link alone is removed afterwards.
  const auto path = fresh_path("kolog_download_full");
  std::filesystem::create_symlink("/dev/full", path);
  {
    auto file = DownloadFile::create(path, 10);
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->append("12345"));
    EXPECT_EQ(file->status().error().code, ErrorCode::storage_full);
  }
  EXPECT_FALSE(std::filesystem::is_symlink(path));
  EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

TEST(DownloadFile, FolderThatIsNotThereIsAnError) {
  EXPECT_EQ(DownloadFile::create("/nonexistent/folder/file", 10).error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace kolog::twilio
