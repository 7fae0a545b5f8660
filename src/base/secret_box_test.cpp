// SPDX-License-Identifier: Apache-2.0
#include "base/secret_box.h"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace kolog {
namespace {

namespace fs = std::filesystem;

TEST(SecretBox, OpensWhatItSealed) {
  const testing::TemporaryFolder folder;
  const auto box = SecretBox::open(folder.path() / "secret.key");
  ASSERT_TRUE(box);
  const auto sealed = box->seal(Secret("token"), "twilio:AC1");
  EXPECT_EQ(sealed.find("token"), std::string::npos);
  EXPECT_EQ(box->unseal(sealed, "twilio:AC1")->reveal(), "token");
  EXPECT_NE(box->seal(Secret("token"), "twilio:AC1"), sealed);
}

TEST(SecretBox, IsLookedForWithoutBeingMade) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "none" / "secret.key";
  EXPECT_EQ(SecretBox::open_existing(file).error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(file.parent_path()));
  ASSERT_TRUE(SecretBox::open(file));
  EXPECT_TRUE(SecretBox::open_existing(file));
}

TEST(SecretBox, TheFingerprintTellsKeysApartAndStays) {
  const SecretBox one(SecretBox::Key{1});
  EXPECT_EQ(one.fingerprint(), SecretBox(SecretBox::Key{1}).fingerprint());
  EXPECT_NE(one.fingerprint(), SecretBox(SecretBox::Key{2}).fingerprint());
  EXPECT_EQ(one.fingerprint().size(), 32U);
}

TEST(SecretBox, KeepsItsKeyOverRestarts) {
  const testing::TemporaryFolder folder;
  const auto sealed = SecretBox::open(folder.path() / "secret.key")->seal(Secret("token"), "a");
  EXPECT_EQ(SecretBox::open(folder.path() / "secret.key")->unseal(sealed, "a")->reveal(), "token");
}

TEST(SecretBox, MakesItsKeyReadableToItsOwnerAlone) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(SecretBox::open(folder.path() / "secret.key"));
  EXPECT_EQ(fs::status(folder.path() / "secret.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(SecretBox, RefusesAKeyThatOthersMayRead) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(SecretBox::open(folder.path() / "secret.key"));
  fs::permissions(folder.path() / "secret.key", fs::perms::group_read, fs::perm_options::add);
  const auto opened = SecretBox::open(folder.path() / "secret.key");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().public_message.find("chmod 600"), std::string::npos);
}

TEST(SecretBox, RefusesAFileThatHoldsNoKey) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.path() / "secret.key") << "short";
  fs::permissions(folder.path() / "secret.key", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(SecretBox::open(folder.path() / "secret.key"));
}

TEST(SecretBox, OpensNothingOfAnotherKeyOrContextOrAltered) {
  const SecretBox box(SecretBox::Key{1});
  auto sealed = box.seal(Secret("token"), "twilio:AC1");
  EXPECT_FALSE(SecretBox(SecretBox::Key{2}).unseal(sealed, "twilio:AC1"));
  EXPECT_FALSE(box.unseal(sealed, "twilio:AC2"));
  EXPECT_FALSE(box.unseal("token", "twilio:AC1"));
  EXPECT_FALSE(box.unseal("v1.", "twilio:AC1"));
  sealed[20] = sealed[20] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(box.unseal(sealed, "twilio:AC1"));
}

}  // namespace
}  // namespace kolog
