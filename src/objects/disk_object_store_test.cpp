// SPDX-License-Identifier: Apache-2.0
#include "objects/disk_object_store.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace kolog::objects {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;
using testing::write_file;

std::string content_of(const OpenObject& object) {
  std::string content(object.size, '\0');
  const auto got = ::pread(object.file->descriptor(), content.data(), content.size(), 0);
  content.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return content;
}

class DiskObjectStoreTest : public ::testing::Test {
 protected:
  void put(std::string_view key, std::string_view content) {
    const auto path = store->temporary_path().value();
    write_file(path, content);
    ASSERT_TRUE(store->put(key, path)) << key;
    EXPECT_FALSE(fs::exists(path)) << "the store took it over";
  }
  std::string get(std::string_view key) {
    const auto object = store->open(key).value();
    return object ? content_of(*object) : "(none)";
  }

  TemporaryFolder temporary;
  fs::path folder = temporary.path() / "new" / "recordings";
  std::unique_ptr<ObjectStore> store = DiskObjectStore::open(folder).value();
};

TEST_F(DiskObjectStoreTest, WhatIsPutCanBeOpenedAndRemoved) {
  EXPECT_EQ(get("a.mp3"), "(none)");
  put("a.mp3", "sound");
  EXPECT_EQ(get("a.mp3"), "sound");
  EXPECT_TRUE(store->remove("a.mp3"));
  EXPECT_EQ(get("a.mp3"), "(none)");
}

TEST_F(DiskObjectStoreTest, RemovingWhatIsNotThereIsNoError) {
  EXPECT_TRUE(store->remove("nothing.mp3"));
}

TEST_F(DiskObjectStoreTest, AnObjectKnowsItsSizeAndItsTime) {
  const auto before = SystemClock().now() - std::chrono::seconds{5};
  put("a.mp3", std::string(100'000, 'x'));
  const auto object = store->open("a.mp3").value();
  ASSERT_TRUE(object);
  EXPECT_EQ(object->size, 100'000U);
  EXPECT_GE(object->modified_at, before);
  EXPECT_LE(object->modified_at, SystemClock().now() + std::chrono::seconds{5});
}

TEST_F(DiskObjectStoreTest, AnObjectStaysReadableToItsHolderWhateverBecomesOfIt) {
  put("a.mp3", "first");
  const auto held = store->open("a.mp3").value();
  put("a.mp3", "second, longer");
  EXPECT_EQ(content_of(*held), "first");
  EXPECT_EQ(get("a.mp3"), "second, longer");
  ASSERT_TRUE(store->remove("a.mp3"));
  EXPECT_EQ(content_of(*held), "first");
}

TEST_F(DiskObjectStoreTest, AKeyThatIsNoPlainNameReachesNoFile) {
  write_file(temporary.path() / "new" / "secret", "secret");
  const auto path = store->temporary_path().value();
  write_file(path, "sound");
  for (const auto& key :
       {std::string(), std::string("."), std::string(".."), std::string("../secret"),
        std::string("/etc/passwd"), std::string("a/b"), std::string("a\\b"), std::string(".hidden"),
        std::string(".incoming"), std::string("a b"), std::string("a\0b", 3), std::string("%2e%2e"),
        std::string("קול.mp3"), std::string("a\n")}) {
    EXPECT_FALSE(store->open(key)) << key;
    EXPECT_FALSE(store->put(key, path)) << key;
    EXPECT_FALSE(store->remove(key)) << key;
  }
  EXPECT_TRUE(fs::exists(path));
  EXPECT_TRUE(fs::exists(temporary.path() / "new" / "secret"));
}

TEST_F(DiskObjectStoreTest, ALinkIsNotFollowed) {
  write_file(temporary.path() / "secret", "secret");
  fs::create_symlink(temporary.path() / "secret", folder / "a.mp3");
  EXPECT_FALSE(store->open("a.mp3"));
}

TEST_F(DiskObjectStoreTest, APutOfWhatIsNotThereLeavesTheOldObject) {
  put("a.mp3", "first");
  EXPECT_FALSE(store->put("a.mp3", store->temporary_path().value()));
  EXPECT_EQ(get("a.mp3"), "first");
}

TEST_F(DiskObjectStoreTest, TemporaryPathsDifferAndAreOnTheSameFileSystem) {
  const auto one = store->temporary_path().value();
  const auto other = store->temporary_path().value();
  EXPECT_NE(one, other);
  EXPECT_TRUE(one.string().starts_with(folder.string()));
}

TEST_F(DiskObjectStoreTest, WhatAKilledProcessLeftIsCleanedAndWhatIsBeingWrittenIsNot) {
  const auto stale = store->temporary_path().value();
  const auto fresh = store->temporary_path().value();
  write_file(stale, "half");
  write_file(fresh, "half");
  fs::last_write_time(stale, fs::file_time_type::clock::now() - std::chrono::hours{2});
  put("a.mp3", "sound");
  fs::last_write_time(folder / "a.mp3", fs::file_time_type::clock::now() - std::chrono::hours{2});
  store = DiskObjectStore::open(folder).value();
  EXPECT_FALSE(fs::exists(stale));
  EXPECT_TRUE(fs::exists(fresh));
  EXPECT_EQ(get("a.mp3"), "sound");
}

TEST_F(DiskObjectStoreTest, TheListHasEveryObjectAndNothingElse) {
  EXPECT_TRUE(store->list().value().empty());
  const auto before = SystemClock().now() - std::chrono::seconds{5};
  put("a.mp3", "sound");
  put("b.mp3", "");
  write_file(store->temporary_path().value(), "half");
  write_file(folder / ".hidden", "x");
  write_file(folder / "a person's file", "x");
  fs::create_directory(folder / "folder.mp3");
  fs::create_symlink(folder / "a.mp3", folder / "link.mp3");
  auto entries = store->list().value();
  std::sort(entries.begin(), entries.end(), [](const auto& x, const auto& y) { return x.key < y.key; });
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].key, "a.mp3");
  EXPECT_EQ(entries[0].size, 5U);
  EXPECT_GE(entries[0].modified_at, before);
  EXPECT_EQ(entries[1].key, "b.mp3");
  EXPECT_EQ(entries[1].size, 0U);
  fs::remove_all(folder);
  EXPECT_FALSE(store->list()) << "no list is another thing than an empty one";
}

TEST_F(DiskObjectStoreTest, LookingAtAFolderMakesAndCleansNothing) {
  const auto missing = temporary.path() / "missing";
  ASSERT_FALSE(DiskObjectStore::open_existing(missing));
  EXPECT_EQ(DiskObjectStore::open_existing(missing).error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(missing));
  const auto stale = store->temporary_path().value();
  write_file(stale, "half");
  fs::last_write_time(stale, fs::file_time_type::clock::now() - std::chrono::hours{2});
  put("a.mp3", "sound");
  const auto looking = DiskObjectStore::open_existing(folder).value();
  EXPECT_EQ(looking->list().value().size(), 1U);
  EXPECT_TRUE(fs::exists(stale));
}

TEST_F(DiskObjectStoreTest, AFolderThatIsGoneCannotBeWrittenTo) {
  EXPECT_TRUE(store->check_writable());
  EXPECT_GT(store->free_bytes().value().value(), 0U);
  fs::remove_all(folder);
  EXPECT_FALSE(store->check_writable());
  EXPECT_FALSE(store->free_bytes());
}

TEST_F(DiskObjectStoreTest, RecordingsAreTheirOwnersAlone) {
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
}

TEST_F(DiskObjectStoreTest, AFolderThatCannotBeMadeIsAnError) {
  write_file(temporary.path() / "file", "");
  const auto opened = DiskObjectStore::open(temporary.path() / "file" / "recordings");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::internal);
  EXPECT_NE(opened.error().public_message.find((temporary.path() / "file").string()), std::string::npos);
}

/// In a process of its own, since it gives up the right to write everywhere.
int status_of_opening_as_nobody(const fs::path& folder) {
  if (::geteuid() == 0 && ::setuid(65534) != 0) return 2;
  return DiskObjectStore::open(folder) ? 1 : 0;
}

TEST_F(DiskObjectStoreTest, AFolderThatCannotBeWrittenToIsAnError) {
  ::testing::FLAGS_gtest_death_test_style = "fast";
  fs::permissions(temporary.path(), fs::perms::all);
  fs::permissions(temporary.path() / "new", fs::perms::all);
  fs::permissions(folder, fs::perms::others_exec | fs::perms::owner_all);
  fs::permissions(folder / ".incoming", fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EXIT(::_exit(status_of_opening_as_nobody(folder)), ::testing::ExitedWithCode(0), "");
  fs::permissions(folder / ".incoming", fs::perms::owner_all);
}

}  // namespace
}  // namespace kolog::objects
